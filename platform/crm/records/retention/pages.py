"""Rules of keeping by form: what is due is shown before a rule is switched on."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.forms import Sent, sent
from crm.records.retention import service
from crm.records.types import record_types
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import FIELDS, THINGS, VALUES, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import fragment, page

NEEDS = "settings:privacy"
PAGE = "settings/retention"
AT = f"/{{workspace:str}}/{PAGE}"
ONE = f"{AT}/{{retention_rule_id:uuid}}"
TEMPLATES = "crm/records/retention/templates"
SINCE = {
    "updated_at": lazy("Last change"),
    "created_at": lazy("Creation"),
    "last_activity_at": lazy("Last activity"),
}
DEEDS = {
    "bin": lazy("into the recycle bin"),
    "anonymise": lazy("make anonymous, keep for the figures"),
    "erase": lazy("erase the person"),
}

navigation.add(
    "settings",
    Entry(
        key="retention",
        label=lazy("Retention"),
        icon="clock",
        path=PAGE,
        order=158,
        permission=NEEDS,
    ),
)
THINGS["retention_rule"] = Thing(lazy("Retention rule"), plainly)
FIELDS["days"] = lazy("Days")
FIELDS["deed"] = lazy("Then")
VALUES["deed"] = DEEDS


@get(AT, needs=NEEDS, include_in_schema=False)
async def rules_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """All rules, each with what is due, and a form for one more."""
    found = [(kept, await service.would(ctx.uow, kept)) for kept in await service.rules(ctx.uow)]
    types = {kind.name: kind.label_plural for kind in record_types()}
    return page(f"{TEMPLATES}/rules.html", rules=found, types=types, since=SINCE, deeds=DEEDS)


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more, switched off."""
    data = await sent(ctx.request)

    async def work() -> None:
        await service.make(ctx.uow, ctx.principal, _said(data))

    return await settled(ctx, work(), here(ctx, PAGE), _("Look at what is due, then switch it on."))


@post(f"{AT}/preview", needs=NEEDS, include_in_schema=False)
async def preview_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """What the rule in the form would deal with, before it is kept."""
    data = await sent(ctx.request)
    try:
        due, fault = await service.preview(ctx.uow, _said(data)), ""
    except Invalid as error:
        due, fault = None, " ".join(error.fields.values()) or str(error.message)
    return fragment(f"{TEMPLATES}/preview.html", due=due, fault=fault)


def _said(data: Sent) -> dict[str, Any]:
    days = data.get("days")
    try:
        where = msgspec.json.decode(data.get("filter") or "{}", type=dict)
    except msgspec.DecodeError:
        raise Invalid(_("The filter is not valid JSON.")) from None
    said = {name: data.get(name) for name in ("name", "record_type", "since", "deed")}
    whole = int(days) if days.isdecimal() and len(days) < 6 else 0  # noqa: PLR2004 -- a century
    return {**said, "days": whole, "filter": where}


@post(f"{ONE}/switch", needs=NEEDS, include_in_schema=False)
async def switch_by_form(
    ctx: Ctx, workspace: FromPath[str], retention_rule_id: FromPath[UUID]
) -> Response[str]:
    """On or off."""
    active = (await sent(ctx.request)).get("active") == "1"
    work = service.switch(ctx.uow, ctx.principal, retention_rule_id, active=active)
    return await settled(ctx, work, here(ctx, PAGE), _("Saved."))


@post(f"{ONE}/deletion", needs=NEEDS, include_in_schema=False)
async def delete_by_form(
    ctx: Ctx, workspace: FromPath[str], retention_rule_id: FromPath[UUID]
) -> Response[str]:
    """One rule less."""
    work = service.drop(ctx.uow, ctx.principal, retention_rule_id)
    return await settled(ctx, work, here(ctx, PAGE), _("Rule deleted."))


ROUTES = [rules_page, make_by_form, preview_by_form, switch_by_form, delete_by_form]
