"""The page of leaderboards, and taking no part in them."""

from typing import Final

from litestar.response import Response

from crm.analytics.cut import Asked, cut
from crm.analytics.numbers.reports import Report, add_report
from crm.analytics.numbers.tables import Cell, Look, Shown, Table, rows_at, text
from crm.analytics.ranks.service import LABELS, RANKED, Board, board, take_part
from crm.records.pages.forms import sent
from crm.records.people import People
from kernel.http import Ctx, post
from kernel.i18n import _, lazy
from web import shell
from web.render import redirect
from web.toasts import Toast

AT: Final = "numbers/ranks/part"


async def build(ctx: Ctx, asked: Asked, _everybody: People) -> Shown:
    """A board for each metric."""
    chosen = await cut(ctx, asked, "month")
    found = [await board(ctx.uow, ctx.principal, name, chosen.period) for name in RANKED]
    playing = all(one.taking_part for one in found if one is not None)
    return Shown(
        tables=[_table(one) for one in found if one is not None],
        posts=(
            (AT, _("Take no part"), {"shown": ""})
            if playing
            else (AT, _("Take part"), {"shown": "1"}),
        ),
        notes=[
            _(
                "Everybody sees the first three and their own place; "
                "who leads a team sees its members too."
            )
        ],
    )


def _table(found: Board) -> Table:
    counted = RANKED[found.metric]
    look: Look = "percent" if counted.share else "money" if counted.money else "count"
    return Table(
        key=found.metric,
        title=str(LABELS[found.metric]),
        columns=[_("Rank"), _("Rep"), str(LABELS[found.metric])],
        rows=[
            [
                text(_("%(rank)s of %(all)s", rank=place.rank, all=found.of)),
                text(_("%(name)s (you)", name=place.name) if place.me else place.name),
                Cell(
                    value=place.value / 100 if counted.share else place.value,
                    look=look,
                    href=rows_at(counted.kind, place.filter)
                    if place.filter and place.value
                    else "",
                ),
            ]
            for place in found.places
            # Who did nothing of it this time is nobody to compare oneself with.
            if place.value or place.me
        ],
    )


@post(f"/{{workspace:str}}/{AT}", needs="deal:see", include_in_schema=False)
async def part(ctx: Ctx) -> Response[str]:
    """Take part again, or no more."""
    shown = (await sent(ctx.request)).get("shown") == "1"
    await take_part(ctx.uow, ctx.principal, shown=shown)
    said = _("You take part in the ranks.") if shown else _("Nobody else sees your rank any more.")
    return redirect(shell.current().at("numbers/ranks"), toast=Toast(said))


ROUTES = [
    part,
    *add_report(
        Report(
            key="ranks",
            label=lazy("Ranks"),
            about=lazy("Who did most this time."),
            order=50,
            usual="month",
            build=build,
            asks=(),
        )
    ),
]
