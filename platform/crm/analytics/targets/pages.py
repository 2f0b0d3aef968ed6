"""The page of targets, and the grid in which they are set."""

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from babel.numbers import NumberFormatError, get_currency_precision, parse_decimal
from litestar.response import Response

from crm.analytics.cut import Asked, cut
from crm.analytics.numbers.reports import Report, Word, add_report
from crm.analytics.numbers.tables import (
    Cell,
    Chart,
    Series,
    Shown,
    Table,
    Tile,
    nobody,
    percent,
    rows_at,
    text,
)
from crm.analytics.periods import Period, around
from crm.analytics.targets.measuring import COUNTED
from crm.analytics.targets.model import METRICS
from crm.analytics.targets.service import (
    SETS_BELOW,
    Reached,
    Wish,
    may_set,
    put,
    reached,
    settings,
)
from crm.records.pages.forms import Sent, sent
from crm.records.people import People, people
from crm.records.rates.worth import today
from kernel.errors import Invalid
from kernel.http import Ctx, get, post
from kernel.i18n import _, current_locale, lazy
from kernel.money import from_decimal
from tenants.audit.words import THINGS, Thing, plainly
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled
from web.render import page

TEMPLATE: Final = "crm/analytics/targets/templates/setting.html"
AT: Final = "numbers/targets/setting"
ALMOST: Final = 0.8
THINGS["target"] = Thing(lazy("Targets"), plainly)


async def build(ctx: Ctx, asked: Asked, everybody: People) -> Shown:
    """The targets of the period, how far each is, and whether that is in time."""
    chosen = await cut(ctx, asked, "month")
    found = await reached(ctx.uow, ctx.principal, [chosen.period])
    if chosen.owner or chosen.team:
        found = [one for one in found if one.subject_id in {chosen.owner, chosen.team}]
    known = {team["id"]: team["name"] for team in await teams(ctx.uow)}
    names = known | {m.id: m.name for m in everybody.members.values()}
    begun, every = chosen.period.workdays(today(ctx.principal))
    return Shown(
        tiles=[_tile(one) for one in found if one.scope == "company"],
        tables=[_table(metric, found, names) for metric in METRICS if _has(found, metric)]
        or [_nothing()],
        charts=_charts(found, names),
        notes=[
            _("%(begun)s of %(every)s workdays (Monday to Friday) have begun.")
            % {"begun": begun, "every": every}
        ],
    )


def _charts(found: list[Reached], names: dict[UUID, str]) -> list[Chart]:
    """How far each member is."""
    mine = [one for one in found if one.scope == "user" and one.metric == "contract_amount"]
    if not mine:
        return []
    labels = [names.get(one.subject_id, "") if one.subject_id else "" for one in mine]
    shares = Series(_("Reached"), [one.attainment for one in mine])
    title = str(METRICS["contract_amount"])
    return [Chart(title=title, labels=labels, series=[shares], look="percent")]


def cell_of(one: Reached, value: float | None, href: str = "") -> Cell:
    """An amount or a count."""
    return Cell(value=value, look="money" if COUNTED[one.metric].money else "count", href=href)


def tone_of(pace: float | None) -> str:
    """Green in time, amber a little behind, red far behind."""
    if pace is None:
        return ""
    return "success" if pace >= 1 else "warning" if pace >= ALMOST else "error"


def _tile(one: Reached) -> Tile:
    share = percent(one.attainment, _rows(one), tone=tone_of(one.pace))
    return Tile(label=str(METRICS[one.metric]), cell=share)


def _has(found: list[Reached], metric: str) -> bool:
    return any(one.metric == metric for one in found)


def _nothing() -> Table:
    return Table(key="targets", title=_("Targets"), columns=[], rows=[])


def _table(metric: str, found: list[Reached], names: dict[UUID, str]) -> Table:
    scopes = ("company", "team", "user")
    mine = sorted(
        (one for one in found if one.metric == metric),
        key=lambda one: (scopes.index(one.scope), -(one.attainment or 0)),
    )
    return Table(
        key=metric,
        title=str(METRICS[metric]),
        about=_("Pace 100%: as far as the workdays that have begun."),
        columns=[_("Whose"), _("Target"), _("Reached"), _("Percent"), _("Pace")],
        rows=[_row(one, names) for one in mine],
    )


def _row(one: Reached, names: dict[UUID, str]) -> list[Cell]:
    whose = _("The whole firm") if one.subject_id is None else names.get(one.subject_id, "")
    rows = _rows(one)
    return [
        text(nobody(whose)),
        cell_of(one, one.value),
        cell_of(one, one.actual.value, rows),
        percent(one.attainment, rows),
        percent(one.pace, rows, tone=tone_of(one.pace)),
    ]


def _rows(one: Reached) -> str:
    """Where those are that count."""
    return rows_at(COUNTED[one.metric].kind, one.actual.filter)


@get(f"/{{workspace:str}}/{AT}", needs=SETS_BELOW, include_in_schema=False)
async def setting_page(ctx: Ctx, metric: Word = "", year: Word = "") -> Response[str]:
    """A grid: whose targets, month by month, and of the year."""
    chosen, periods = _chosen(ctx, metric, year)
    kept = await settings(ctx.uow, ctx.principal, chosen, periods)
    values = {(one.scope, one.subject_id, one.period): one.value for one in kept}
    whose = await _whose(ctx)
    rows = [
        {
            "label": label,
            "cells": [
                {
                    "name": _cell_name(scope, subject, period),
                    "label": f"{label}, {period.label}",
                    "value": _typed(ctx, chosen, values.get((scope, subject, period.code))),
                }
                for period in periods
            ],
        }
        for scope, subject, label in whose
    ]
    return page(
        TEMPLATE,
        metrics=[(name, str(label)) for name, label in METRICS.items()],
        metric=chosen,
        year=periods[0].first.year,
        periods=periods,
        rows=rows,
        at_page=AT,
        money=COUNTED[chosen].money,
        currency=ctx.principal.currency,
    )


@post(f"/{{workspace:str}}/{AT}", needs=SETS_BELOW, include_in_schema=False)
async def save_setting(ctx: Ctx) -> Response[str]:
    """Everything in the grid; an empty field takes a target away."""
    data = await sent(ctx.request)
    metric, periods = _chosen(ctx, data.get("metric"), data.get("year"))

    async def work() -> None:
        wishes = [
            _wish(ctx, metric, scope, subject, period, data)
            for scope, subject, _label in await _whose(ctx)
            for period in periods
            if data.has(_cell_name(scope, subject, period))
        ]
        await put(ctx.uow, ctx.principal, wishes)

    back = here(ctx, f"{AT}?metric={metric}&year={periods[0].first.year}")
    return await settled(ctx, work(), back, _("Targets saved."))


def _chosen(ctx: Ctx, metric: str, year: str) -> tuple[Any, list[Period]]:
    now = today(ctx.principal).year
    known = metric if metric in METRICS else "contract_amount"
    asked = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else now  # noqa: PLR2004
    first = around("year", today(ctx.principal).replace(year=min(max(asked, 2000), 2099), day=1))
    months = [Period("month", month) for month in first.months()]
    quarters = [Period("quarter", month) for month in first.months()[::3]]
    return known, [*months, *quarters, first]


async def _whose(ctx: Ctx) -> list[tuple[Any, UUID | None, str]]:
    """Those whose targets one sets, the firm first, then teams, then members."""
    may = await may_set(ctx.uow, ctx.principal)
    found: list[tuple[Any, UUID | None, str]] = [("company", None, _("The whole firm"))]
    found += [("team", team["id"], team["name"]) for team in await teams(ctx.uow)]
    members = (await people(ctx.uow)).members.values()
    found += [("user", one.id, one.name) for one in members if one.active]
    return [one for one in found if one[:2] in may]


def _cell_name(scope: str, subject: UUID | None, period: Period) -> str:
    return f"{scope}.{subject or ''}.{period.code}"


def _typed(ctx: Ctx, metric: str, value: int | None) -> str:
    if value is None:
        return ""
    if not COUNTED[metric].money:
        return str(value)
    digits = get_currency_precision(ctx.principal.currency)
    amount = Decimal(value).scaleb(-digits)
    whole = amount == amount.to_integral_value()
    return f"{amount:.0f}" if whole else f"{amount:.{digits}f}"


def _wish(
    ctx: Ctx, metric: Any, scope: Any, subject: UUID | None, period: Period, data: Sent
) -> Wish:
    said = data.get(_cell_name(scope, subject, period)).strip()
    return Wish(
        team_id=subject if scope == "team" else None,
        member_id=subject if scope == "user" else None,
        metric=metric,
        period=period.code,
        value=_value(ctx, metric, said) if said else None,
    )


def _value(ctx: Ctx, metric: str, said: str) -> int:
    try:
        number = parse_decimal(said, locale=current_locale(), strict=True)
    except NumberFormatError as error:
        raise Invalid(_("This is not a number: %(text)s"), text=said[:40]) from error
    if COUNTED[metric].money and 0 < number < 10**13:
        return from_decimal(number, ctx.principal.currency).amount_minor
    if number != number.to_integral_value() or not 0 < number < 10**13:
        raise Invalid(_("A target is a whole number above zero."))
    return int(number)


ROUTES = [
    setting_page,
    save_setting,
    *add_report(
        Report(
            key="targets",
            label=lazy("Targets"),
            about=lazy("What we set out to reach, how far we are, and whether that is in time."),
            order=40,
            usual="month",
            build=build,
            actions=((AT, lazy("Set targets"), SETS_BELOW),),
        )
    ),
]
