"""The calendar's page: a day, a week or a month, one's own or all that one sees."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Final
from uuid import UUID

from babel import dates
from litestar.response import Response

from crm.activities.calendar.hours import CLOCK, FIRST, ROWS
from crm.activities.calendar.reading import Entry, demand_member, entries
from crm.activities.calendar.sheet import VIEWS, Sheet, View, laid_out, sheet
from crm.activities.task.pages import OPEN
from crm.activities.task.service import Tasks
from crm.records.listing import Page
from crm.records.pages.list import Short
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.reading import View as Record
from kernel import clock
from kernel.errors import NotFound
from kernel.filters import Group, Node, Test
from kernel.formats import local
from kernel.http import Ctx, get
from kernel.i18n import current_locale, lazy
from web import nav
from web.nav import navigation
from web.render import page

TEMPLATE: Final = "crm/activities/calendar/templates/calendar.html"
EARLIEST, LATEST = date(1901, 1, 1), date(2199, 12, 1)
MARGIN: Final = timedelta(days=1)
TASKS: Final = 200

navigation.add(
    "main",
    nav.Entry(
        key="calendar",
        label=lazy("Calendar"),
        icon="calendar-days",
        path="calendar",
        order=45,
        permission="appointment:see",
        letter="k",
    ),
)
navigation.add(
    "new",
    nav.Entry(
        key="appointment",
        label=lazy("New appointment"),
        icon="calendar-days",
        path="appointments/new",
        order=35,
        permission="appointment:create",
    ),
)


@get("/{workspace:str}/calendar", needs="appointment:see", include_in_schema=False)
async def calendar_page(
    ctx: Ctx, view: Short = "week", day: Short = "", whose: Short = "mine"
) -> Response[str]:
    """`?view=day|week|month`, `?day=2026-11-25`, `?whose=mine|all` or a member's id."""
    today = local(clock.now()).date()
    leaf = sheet(_view(view), _day(day, today))
    member = await _member(ctx, whose)
    first, after = leaf.moments
    found = await entries(ctx.uow, ctx.principal, first - MARGIN, after + MARGIN, whose=member)
    return page(
        TEMPLATE,
        leaf=leaf,
        days=laid_out(leaf, found, await _tasks(ctx, leaf, member)),
        heading=_heading(leaf),
        today=today,
        whose=whose,
        me=ctx.principal.member_id,
        show=Show(await people(ctx.uow)),
        may_create=ctx.principal.may("appointment:create"),
        moves=_moves(ctx),
        # Colleagues side by side would leave each a sliver of a week's day.
        by_hour=leaf.view == "day" or (leaf.view == "week" and whose != "all"),
        clock=[_hour(hour) for hour in CLOCK],
        hours={"first": FIRST, "rows": ROWS},
    )


def _view(word: str) -> View:
    return next((view for view in VIEWS if view == word), "week")


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today


async def _member(ctx: Ctx, whose: str) -> UUID | None:
    if whose == "all":
        return None
    if whose == "mine":
        return ctx.principal.member_id
    try:
        member = UUID(whose)
    except ValueError as error:
        raise NotFound from error
    await demand_member(ctx.uow, ctx.principal, member)
    return member


async def _tasks(ctx: Ctx, leaf: Sheet, member: UUID | None) -> list[Record]:
    if not ctx.principal.may("task:see"):
        return []
    first, after = leaf.moments
    due = Test("due_at", "between", [first.isoformat(), after.isoformat()])
    whose: list[Node] = [Test("owner_id", "eq", str(member))] if member else []
    found = await Tasks(ctx.uow, ctx.principal).listed(
        Page(where=Group("and", (OPEN, due, *whose)), sort="due_at", limit=TASKS)
    )
    return found.items


def _hour(hour: int) -> str:
    return dates.format_time(time(hour), "short", locale=current_locale())


def _moves(ctx: Ctx) -> Callable[[Entry], bool]:
    """Which entries can be dragged; the server has the last word."""
    reach, me = ctx.principal.scope_of("appointment", "edit"), ctx.principal.member_id
    return lambda entry: reach is not None and (reach == "all" or entry.owner_id == me)


def _heading(leaf: Sheet) -> str:
    locale = current_locale()
    match leaf.view:
        case "day":
            return dates.format_date(leaf.day, "full", locale=locale)
        case "month":
            return dates.format_skeleton("yMMMM", leaf.day, locale=locale)
    last = leaf.days[-1]
    return dates.format_interval(leaf.first, last, "yMMMd", locale=locale)


ROUTES = [calendar_page]
