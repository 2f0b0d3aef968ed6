"""A report's two doors: its page, and each of its tables as a file."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.response import Response

from crm.analytics.cut import Asked
from crm.analytics.numbers.tables import Shown, Table
from crm.analytics.periods import KINDS, Kind, Period, around, read
from crm.records.export import BOM, csv_line, neutral
from crm.records.people import People, people
from crm.records.rates.service import current as current_rates
from crm.records.rates.worth import today
from crm.sales.pipeline.reading import pipelines
from kernel.errors import NotFound
from kernel.http import Ctx, get
from kernel.i18n import _, lazy
from tenants.teams.tree import teams
from web import shell
from web.nav import Entry, navigation
from web.render import page

TEMPLATE: Final = "crm/analytics/numbers/templates/numbers.html"
Word = Annotated[str, QueryParameter(max_length=40)]
Build = Callable[[Ctx, Asked, People], Awaitable[Shown]]

navigation.add(
    "main",
    Entry(
        key="numbers",
        label=lazy("Numbers"),
        icon="chart-column",
        path="numbers",
        order=36,
        permission="deal:see",
        letter="n",
    ),
)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`usual` is the kind of period that it begins with; `asks` what it can be narrowed by.

    `actions` are links with what they need.
    """

    key: str
    label: Any
    order: int
    usual: Kind
    build: Build
    about: Any = ""
    asks: tuple[str, ...] = ("owner", "team")
    needs: str = "deal:see"
    actions: tuple[tuple[str, Any, str], ...] = ()


REPORTS: dict[str, Report] = {}


def add_report(report: Report) -> list[HTTPRouteHandler]:
    """Show it among the numbers; its routes."""
    REPORTS[report.key] = report
    base = "/{workspace:str}/numbers" + ("" if report.key == "funnel" else f"/{report.key}")

    @get(base, needs=report.needs, include_in_schema=False, name=f"numbers-{report.key}")
    async def report_page(
        ctx: Ctx,
        period: Word = "",
        owner: Word = "",
        team: Word = "",
        pipeline: Word = "",
        product: Word = "",
    ) -> Response[str]:
        """The report, as it was asked for."""
        asked = _asked(period, owner, team, pipeline, product)
        everybody = await people(ctx.uow)
        shown = await report.build(ctx, asked, everybody)
        return page(TEMPLATE, **await _context(ctx, report, asked, shown, everybody))

    @get(
        f"/{{workspace:str}}/numbers/{report.key}/file",
        needs="deal:export",
        cost=5,
        include_in_schema=False,
    )
    async def report_file(
        ctx: Ctx,
        table: Word,
        period: Word = "",
        owner: Word = "",
        team: Word = "",
        pipeline: Word = "",
        product: Word = "",
    ) -> Response[bytes]:
        """One of its tables as CSV."""
        if not ctx.principal.may(report.needs):
            raise NotFound
        asked = _asked(period, owner, team, pipeline, product)
        shown = await report.build(ctx, asked, await people(ctx.uow))
        found = next((one for one in shown.tables if one.key == table), None)
        if found is None:
            raise NotFound
        return _file(found, ctx.principal.currency, f"{report.key}-{table}")

    return [report_page, report_file]


def _asked(period: str, owner: str, team: str, pipeline: str, product: str) -> Asked:
    return Asked(
        period=period,
        owner=_id(owner),
        team=_id(team),
        pipeline=_id(pipeline),
        product=_id(product),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


def _file(table: Table, currency: str, name: str) -> Response[bytes]:
    lines = [table.columns, *([c.plain(currency) for c in row] for row in table.rows)]
    body = BOM + "".join(csv_line([neutral(cell) for cell in line]) for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)


async def _context(
    ctx: Ctx, report: Report, asked: Asked, shown: Shown, everybody: People
) -> dict[str, Any]:
    chosen = read(asked.period) if asked.period else around(report.usual, today(ctx.principal))
    said = {n: str(v) for n, v in msgspec.structs.asdict(asked).items() if v and n != "period"}
    at = shell.current().at
    here = at("numbers" if report.key == "funnel" else f"numbers/{report.key}")

    def address(period: Period) -> str:
        return f"{here}?{urlencode(said | {'period': period.code})}"

    return {
        "report": report,
        "shown": shown,
        "tabs": [_tab(one, report) for one in _visible(ctx)],
        "here": here,
        "files": at(f"numbers/{report.key}/file"),
        "said": urlencode(said | {"period": chosen.code}),
        "values": said,
        "period": chosen,
        "before": address(chosen.moved(-1)),
        "after": address(chosen.moved(1)) if chosen.after <= today(ctx.principal) else "",
        "kinds": [
            {
                "label": label,
                "href": address(around(kind, today(ctx.principal))),
                "current": kind == chosen.kind,
            }
            for kind, label in zip(KINDS, (_("Month"), _("Quarter"), _("Year")), strict=True)
        ],
        "choices": await _choices(ctx, report, everybody),
        "currency": ctx.principal.currency,
        "rates": await current_rates(ctx.uow, ctx.principal),
        "may_export": ctx.principal.may("deal:export"),
        "actions": [(at(p), label) for p, label, n in report.actions if ctx.principal.may(n)],
        "posts": [(at(p), label, fields) for p, label, fields in shown.posts],
    }


async def _choices(ctx: Ctx, report: Report, everybody: People) -> list[dict[str, Any]]:
    """What the report can be narrowed by, where there is a choice."""
    found: list[dict[str, Any]] = []
    if "owner" in report.asks:
        found.append({"name": "owner", "label": _("Rep"), "options": everybody.options})
    if "team" in report.asks:
        known = [(str(team["id"]), team["name"]) for team in await teams(ctx.uow)]
        found.append({"name": "team", "label": _("Team"), "options": known})
    if "pipeline" in report.asks:
        lines = [(str(one.id), one.name) for one in (await pipelines(ctx.uow)).items]
        found.append({"name": "pipeline", "label": _("Pipeline"), "options": lines})
    return [one for one in found if len(one["options"]) > 1]


def _visible(ctx: Ctx) -> list[Report]:
    may = (report for report in REPORTS.values() if ctx.principal.may(report.needs))
    return sorted(may, key=lambda report: report.order)


def _tab(one: Report, current: Report) -> dict[str, Any]:
    path = "numbers" if one.key == "funnel" else f"numbers/{one.key}"
    return {
        "label": str(one.label),
        "href": shell.current().at(path),
        "current": one.key == current.key,
    }
