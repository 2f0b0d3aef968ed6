"""The data standard as a page of the settings, and what happened to a customer by form."""

from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.customers.company.model import COMPANY
from crm.customers.completeness.ports import kinds
from crm.customers.completeness.service import (
    Happening,
    Requirement,
    askable,
    happen,
    require,
    requirements,
)
from crm.records.narrowing import as_kept
from crm.records.pages.forms import sent
from crm.records.service import service_of
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import FIELDS, THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/data-standard"
NEEDS = "settings:workspace"

THINGS["capture_requirement"] = Thing(lazy("Data standard"), plainly)
FIELDS.update({"activity_kind": lazy("Kind of activity"), "fields": lazy("Fields")})
navigation.add(
    "settings",
    Entry(
        key="data-standard",
        label=lazy("Data standard"),
        icon="file-text",
        path=AT,
        order=137,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def standard_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Per kind of activity: what must be known after it."""
    known = {wish.activity_kind: wish.fields for wish in await requirements(ctx.uow)}
    return page(
        "crm/customers/completeness/templates/standard.html",
        kinds=kinds.offered(ctx.principal),
        known=known,
        fields=askable(as_kept(COMPANY, ctx.principal)),
    )


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def standard_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    wish = Requirement(data.get("activity_kind"), data.all("fields")[:60])
    work = require(ctx.uow, ctx.principal, wish, {*dict(kinds.offered(ctx.principal))})
    return await settled(ctx, work, here(ctx, AT), _("Saved."))


@post(
    "/{workspace:str}/companies/{record_id:uuid}/happening",
    needs="company:edit",
    include_in_schema=False,
)
async def happen_by_form(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    data = await sent(ctx.request)
    records = service_of("company", ctx.uow, ctx.principal)
    await records.get(record_id)

    async def work() -> None:
        try:
            fields = {name: data.get(name) for name in ("kind", "day", "note", "source")}
            said = msgspec.convert(fields, Happening)
        except msgspec.ValidationError as error:
            raise Invalid(_("Choose the kind and the day, and say what happened.")) from error
        await happen(records, record_id, said)

    return await settled(ctx, work(), here(ctx, f"companies/{record_id}"), _("Noted."))


ROUTES = [standard_page, standard_by_form, happen_by_form]
