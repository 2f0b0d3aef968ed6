"""Disclosures by form: asked for on a person's page, fetched in the settings."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response, Stream

from crm.records.disclosure import service
from crm.records.disclosure.api import NEEDS, sent_disclosure
from crm.records.service import service_of
from crm.records.types import record_types
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.workspace.answers import here, settled
from web import shell
from web.nav import Entry, navigation
from web.render import fragment, page

TEMPLATES = "crm/records/disclosure/templates"
PAGE = "settings/disclosures"
AT = f"/{{workspace:str}}/{PAGE}"

navigation.add(
    "settings",
    Entry(
        key="disclosures",
        label=lazy("Disclosures"),
        icon="file-text",
        path=PAGE,
        order=158,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def disclosures_page(ctx: Ctx) -> Response[str]:
    """The archives that can be fetched; while one is being made the page follows."""
    context: dict[str, Any] = {
        "found": await service.disclosures(ctx.uow),
        "here": PAGE,
        "kinds": {kind.name: kind for kind in record_types()},
    }
    if shell.current().partial:
        return fragment(f"{TEMPLATES}/disclosures_body.html", **context)
    return page(f"{TEMPLATES}/disclosures.html", **context)


@get(f"{AT}/{{disclosure_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def fetch_disclosure(ctx: Ctx, disclosure_id: FromPath[UUID]) -> Stream:
    """Save it."""
    return await sent_disclosure(ctx, disclosure_id)


def _of(type: str, plural: str) -> Any:
    """The form on the page of a person of a type."""

    @post(
        f"/{{workspace:str}}/{plural}/{{record_id:uuid}}/disclosure",
        needs=NEEDS,
        include_in_schema=False,
    )
    async def disclose_by_form(
        ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]
    ) -> Response[str]:
        """Begin one."""
        await service_of(type, ctx.uow, ctx.principal).get(record_id)
        work = service.disclose(ctx.uow, ctx.principal, type, record_id)
        return await settled(ctx, work, here(ctx, PAGE), _("It is being put together."))

    return disclose_by_form


ROUTES = [
    disclosures_page,
    fetch_disclosure,
    _of("contact", "contacts"),
    _of("lead", "leads"),
]
