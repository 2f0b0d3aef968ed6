"""The JSON API of disclosures."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from crm.records.api import API
from crm.records.disclosure import service
from crm.records.exporting.sending import archived
from kernel.http import Ctx, get, post

NEEDS = "settings:privacy"
TAGS = ["Privacy"]


class Disclosing(msgspec.Struct, forbid_unknown_fields=True):
    """Whom: a contact or a lead."""

    type: str
    subject_id: UUID


class DisclosuresView(msgspec.Struct):
    """Those that can still be fetched, newest first."""

    items: list[service.DisclosureView]


@get(f"{API}/disclosures", needs=NEEDS, operation_id="listDisclosures", tags=TAGS)
async def list_disclosures(ctx: Ctx, workspace: FromPath[str]) -> DisclosuresView:
    return DisclosuresView(await service.disclosures(ctx.uow))


@post(f"{API}/disclosures", needs=NEEDS, operation_id="disclosePerson", tags=TAGS, status_code=202)
async def disclose(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[Disclosing]
) -> service.DisclosureView:
    return await service.disclose(ctx.uow, ctx.principal, data.type, data.subject_id)


@get(
    f"{API}/disclosures/{{disclosure_id:uuid}}",
    needs=NEEDS,
    operation_id="getDisclosure",
    tags=TAGS,
)
async def get_disclosure(
    ctx: Ctx, workspace: FromPath[str], disclosure_id: FromPath[UUID]
) -> service.DisclosureView:
    return await service.disclosure(ctx.uow, ctx.principal, disclosure_id)


@get(
    f"{API}/disclosures/{{disclosure_id:uuid}}/archive",
    needs=NEEDS,
    operation_id="archiveOfDisclosure",
    tags=TAGS,
    media_type="application/zip",
)
async def disclosure_archive(
    ctx: Ctx, workspace: FromPath[str], disclosure_id: FromPath[UUID]
) -> Stream:
    return await sent_disclosure(ctx, disclosure_id)


async def sent_disclosure(ctx: Ctx, disclosure_id: UUID) -> Stream:
    """The archive, to be saved."""
    shown = await service.disclosure(ctx.uow, ctx.principal, disclosure_id)
    name = f"{ctx.principal.slug}-{shown.record_type}-{shown.asked_at.date().isoformat()}.zip"
    return archived(ctx, shown.id, shown.state, shown.size, name)


ROUTES = [list_disclosures, disclose, get_disclosure, disclosure_archive]
