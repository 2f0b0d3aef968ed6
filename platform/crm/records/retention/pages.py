"""Rules of keeping by form: what is due is shown before a rule is switched on."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_kept
from crm.records.pages.forms import Sent, sent
from crm.records.pages.lines import MORE, condition_of, in_words, offered
from crm.records.pages.list import Short
from crm.records.retention import service
from crm.records.types import record_types
from kernel.errors import Invalid
from kernel.filters import parse
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from kernel.principal import Principal
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
    me, kept = ctx.principal, await service.rules(ctx.uow)
    return page(
        f"{TEMPLATES}/rules.html",
        rules=[(rule, _words(me, rule), await service.would(ctx.uow, rule)) for rule in kept],
        types={kind.name: kind.label_plural for kind in record_types()},
        since=SINCE,
        deeds=DEEDS,
        **_lines(me, next(record_types()).name),
    )


@get(f"{AT}/condition", needs=NEEDS, sync_to_thread=False, include_in_schema=False)
def condition(ctx: Ctx, workspace: FromPath[str], record_type: Short) -> Response[str]:
    """The lines of a condition on the type that was chosen."""
    return fragment(f"{TEMPLATES}/condition.html", **_lines(ctx.principal, record_type))


@post(AT, needs=NEEDS, include_in_schema=False)
async def make_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """One more, switched off."""
    data = await sent(ctx.request)

    async def work() -> None:
        await service.make(ctx.uow, ctx.principal, _said(ctx.principal, data))

    return await settled(ctx, work(), here(ctx, PAGE), _("Look at what is due, then switch it on."))


@post(f"{AT}/preview", needs=NEEDS, include_in_schema=False)
async def preview_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """What the rule in the form would deal with, before it is kept."""
    data = await sent(ctx.request)
    try:
        due, fault = await service.preview(ctx.uow, _said(ctx.principal, data)), ""
    except Invalid as error:
        due, fault = None, " ".join(error.fields.values()) or str(error.message)
    return fragment(f"{TEMPLATES}/preview.html", due=due, fault=fault)


def _said(me: Principal, data: Sent) -> dict[str, Any]:
    kind, days = service.kind_called(data.get("record_type")), data.get("days")
    said = {name: data.get(name) for name in ("name", "record_type", "since", "deed")}
    whole = int(days) if days.isdecimal() and len(days) < 6 else 0  # noqa: PLR2004 -- a century
    return {**said, "days": whole, "filter": condition_of(me, kind, data, MORE)}


def _words(me: Principal, rule: service.Rule) -> str:
    """Of which records, for people."""
    kind = service.kind_called(rule.record_type)
    node = parse(msgspec.json.encode(rule.filter).decode() if rule.filter else None)
    return in_words(me, kind, node, str(as_kept(kind, me).label_plural))


def _lines(me: Principal, name: str) -> dict[str, Any]:
    return {"offered": offered(me, service.kind_called(name), MORE), "lines": Sent([])}


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


ROUTES = [rules_page, condition, make_by_form, preview_by_form, switch_by_form, delete_by_form]
