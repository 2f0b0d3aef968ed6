"""The JSON API of erasures and consents."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.records.privacy import service
from crm.records.service import service_of
from kernel.http import Ctx, get, post

NEEDS = "settings:privacy"
TAGS = ["Privacy"]
Text = Annotated[str, msgspec.Meta(max_length=2000)]


class Erasing(msgspec.Struct, forbid_unknown_fields=True):
    """Whom, a contact or a lead, and why; the reason is kept with the certificate."""

    type: str
    subject_id: UUID
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class CertificatesView(msgspec.Struct):
    """The workspace's erasures, newest first."""

    items: list[service.Certificate]


class Saying(msgspec.Struct, forbid_unknown_fields=True):
    """What the person said: when (`said_at`, else now), by which means, to which wording."""

    purpose: Literal["email", "phone", "chat", "post", "profiling"]
    given: bool
    means: Literal["form", "email", "phone", "paper", "person", "chat"]
    said_at: datetime | None = None
    wording: Annotated[str, msgspec.Meta(max_length=200)] = ""
    proof: Text = ""


class ConsentsView(msgspec.Struct):
    """`state` is what holds per purpose; what was never spoken of is missing."""

    state: dict[str, bool]
    items: list[service.Said]


@get(f"{API}/erasures", needs=NEEDS, operation_id="listErasures", tags=TAGS)
async def list_erasures(ctx: Ctx, workspace: FromPath[str]) -> CertificatesView:
    return CertificatesView(await service.certificates(ctx.uow))


@post(f"{API}/erasures", needs=NEEDS, operation_id="erasePerson", tags=TAGS, status_code=202)
async def erase(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Erasing]) -> service.Certificate:
    return await service.ask(ctx.uow, ctx.principal, data.type, data.subject_id, data.reason)


@get(f"{API}/erasures/{{erasure_id:uuid}}", needs=NEEDS, operation_id="getErasure", tags=TAGS)
async def get_erasure(
    ctx: Ctx, workspace: FromPath[str], erasure_id: FromPath[UUID]
) -> service.Certificate:
    return await service.certificate(ctx.uow, erasure_id)


def _of(type: str, plural: str) -> list[Any]:
    """The operations on the people of a type."""
    one, word = f"{API}/{plural}/{{record_id:uuid}}", type.title()

    @get(f"{one}/consents", needs=f"{type}:see", operation_id=f"consentsOf{word}", tags=TAGS)
    async def list_consents(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> ConsentsView:
        await service_of(type, ctx.uow, ctx.principal).get(record_id)
        return _view(await service.ledger(ctx.uow, record_id))

    @post(f"{one}/consents", needs=f"{type}:edit", operation_id=f"noteConsentOf{word}", tags=TAGS)
    async def note_consent(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[Saying]
    ) -> ConsentsView:
        entry = msgspec.structs.asdict(data)
        return _view(await service.say(ctx.uow, ctx.principal, type, record_id, entry))

    return [list_consents, note_consent]


def _view(entries: list[service.Said]) -> ConsentsView:
    return ConsentsView(service.holding(entries), entries)


ROUTES = [list_erasures, erase, get_erasure, *_of("contact", "contacts"), *_of("lead", "leads")]
