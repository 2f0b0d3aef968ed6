"""Routing rules and working hours as administrators set them up."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.customers.pool.pages_settings import whole
from crm.records.pages.forms import Sent, ids, sent
from crm.records.people import people
from crm.sales.conditions import condition_of, in_words, offered
from crm.sales.routing.clocks import clocks
from crm.sales.routing.rules import (
    DAY,
    Hours,
    RoutingWish,
    drop,
    hours,
    make,
    routing_rules,
    work,
)
from crm.sales.routing.words import METHODS
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT = "settings/routing"
NEEDS = "settings:workspace"
TEMPLATES = "crm/sales/routing/templates"

THINGS["routing_rule"] = Thing(lazy("Lead routing"), plainly)
THINGS["working_hours"] = Thing(lazy("Working hours"), plainly)
navigation.add(
    "settings",
    Entry(
        key="routing",
        label=lazy("Lead routing"),
        icon="share-2",
        path=AT,
        order=142,
        permission=NEEDS,
    ),
)


@get(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def routing_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    known = await routing_rules(ctx.uow)
    return page(
        f"{TEMPLATES}/routing.html",
        rules=[(rule, in_words(ctx.principal, rule.text)) for rule in known],
        hours={one.member_id: one for one in await hours(ctx.uow)},
        clocks=await clocks(ctx.uow, ctx.principal),
        offered=offered(ctx.principal),
        typed=Sent([]),
        people=await people(ctx.uow),
        teams=await teams(ctx.uow),
        methods=METHODS,
    )


@post(f"/{{workspace:str}}/{AT}", needs=NEEDS, include_in_schema=False)
async def add_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)

    async def add() -> None:
        await make(ctx.uow, ctx.principal, _wish(ctx, data))

    return await settled(ctx, add(), here(ctx, AT), _("Saved."))


@post(
    f"/{{workspace:str}}/{AT}/{{routing_rule_id:uuid}}/deletion",
    needs=NEEDS,
    include_in_schema=False,
)
async def drop_by_form(
    ctx: Ctx, workspace: FromPath[str], routing_rule_id: FromPath[UUID]
) -> Response[str]:
    gone = drop(ctx.uow, ctx.principal, routing_rule_id)
    return await settled(ctx, gone, here(ctx, AT), _("Deleted."))


@post(f"/{{workspace:str}}/{AT}/hours", needs=NEEDS, include_in_schema=False)
async def hours_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)

    async def put() -> None:
        member = next(iter(ids([data.get("member_id")])), None)
        if member is None:
            raise Invalid(_("There is no such member."))
        days = [int(day) for day in data.all("days") if day in set("1234567")]
        wish = Hours(days, _minute(data.get("from"), 0), _minute(data.get("to"), DAY))
        await work(ctx.uow, ctx.principal, member, wish)

    return await settled(ctx, put(), here(ctx, AT), _("Saved."))


def _minute(text: str, otherwise: int) -> int:
    """The minute of the day of a time like 09:30."""
    hour, _colon, minute = text.strip()[:5].partition(":")
    if not text.strip():
        return otherwise
    if not (hour.isdecimal() and minute.isdecimal()) or int(hour) > 24 or int(minute) > 59:  # noqa: PLR2004
        raise Invalid(_("Write times like 09:30."))
    return min(DAY, int(hour) * 60 + int(minute))


def _wish(ctx: Ctx, data: Sent) -> RoutingWish:
    method: Any = data.get("method")
    if method not in METHODS:
        raise Invalid(_("Choose how it is given."))
    if not data.get("name").strip():
        raise Invalid(fields={"name": _("Give the rule a name.")})
    return RoutingWish(
        name=data.get("name")[:80],
        position=whole(data, "position", 1000),
        condition=condition_of(ctx.principal, data),
        method=method,
        members=ids(data.all("members"))[:200],
        team_id=next(iter(ids([data.get("team_id")])), None),
        capacity=whole(data, "capacity", 100_000) or None,
        accept_minutes=whole(data, "accept_minutes", 10_080) or None,
    )


ROUTES = [routing_page, add_by_form, drop_by_form, hours_by_form]
