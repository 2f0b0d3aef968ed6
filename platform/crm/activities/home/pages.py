"""Home: what is to do today, what happened last, and the next first step."""

from datetime import datetime
from typing import Final

from litestar.response import Response

from crm.activities.activity.model import ACTIVITY
from crm.activities.activity.service import Activities
from crm.activities.home.steps import hide_steps, steps
from crm.activities.home.tiles import tiles_of
from crm.activities.queue.service import queue
from crm.activities.task.model import TASK
from crm.activities.task.pages import OPEN
from crm.activities.task.service import Tasks
from crm.records.listing import Page
from crm.records.pages.presenting import rows_path
from crm.records.pages.query import written
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.periods import bounds
from crm.records.types import RecordType
from kernel import clock
from kernel.filters import Group, Node, Test
from kernel.formats import local
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _
from web import shell
from web.render import fragment, page, redirect

TEMPLATES: Final = "crm/activities/home/templates"
MINE: Final = Test("owner_id", "eq", "me")
NOON: Final = 12
EVENING: Final = 18
# Tasks stand on the page itself.
ON_THE_PAGE: Final = frozenset({"overdue", "today"})


@get("/{workspace:str}", needs=MEMBER, include_in_schema=False)
async def home_page(ctx: Ctx) -> Response[str]:
    """The day at a glance."""
    _start, tomorrow = bounds("today", ctx.principal.time_zone)
    due = Test("due_at", "lt", tomorrow.isoformat())
    todo = await Tasks(ctx.uow, ctx.principal).listed(
        Page(where=Group("and", (OPEN, MINE, due)), sort="due_at", limit=30)
    )
    recent = await Activities(ctx.uow, ctx.principal).listed(
        Page(where=Test("happened_at", "within", "last_30_days"), sort="-happened_at", limit=8)
    )
    now, at = clock.now(), shell.current().at
    return page(
        f"{TEMPLATES}/home.html",
        greeting=greeting(ctx.principal.name),
        overdue=[t for t in todo.items if t["due_at"] < now],
        today=[t for t in todo.items if t["due_at"] >= now],
        more=todo.next is not None,
        recent=recent.items,
        steps=[{**s, "href": at(str(s["path"]))} for s in await steps(ctx.uow, ctx.principal)],
        counts=await _counts(ctx),
        rows={name: at(path) for name, path in _rows(now, tomorrow).items()},
        show=Show(await people(ctx.uow)),
        may_edit=ctx.principal.may("task:edit"),
    )


@get("/{workspace:str}/tiles", needs=MEMBER, include_in_schema=False)
async def home_tiles(ctx: Ctx) -> Response[str]:
    """Figures of the slices above, after the page: the day does not wait for them."""
    return fragment(f"{TEMPLATES}/tiles.html", tiles=await tiles_of(ctx.uow, ctx.principal))


@get("/{workspace:str}/waiting", needs=MEMBER, include_in_schema=False)
async def home_waiting(ctx: Ctx) -> Response[str]:
    """What else waits today, after the page: appointments, customers about to leave, offers."""
    parts = await queue(ctx.uow, ctx.principal, but=ON_THE_PAGE)
    show = Show(await people(ctx.uow))
    return fragment(f"{TEMPLATES}/waiting.html", parts=parts, show=show)


@post("/{workspace:str}/steps/hidden", needs=MEMBER, include_in_schema=False)
async def hide(ctx: Ctx) -> Response[str]:
    """Show the first steps no more."""
    await hide_steps(ctx.uow, ctx.principal)
    return redirect(shell.current().at())


def greeting(name: str) -> str:
    """By the reader's clock and first name."""
    first = name.split(maxsplit=1)[0] if name.isascii() and name.split() else name
    hour = local(clock.now()).hour
    if hour < NOON:
        return _("Good morning, %(name)s") % {"name": first}
    if hour < EVENING:
        return _("Good afternoon, %(name)s") % {"name": first}
    return _("Good evening, %(name)s") % {"name": first}


def _rows(now: datetime, tomorrow: datetime) -> dict[str, str]:
    """Where the rows behind the figures are."""
    until, since = now.isoformat(), Test("due_at", "gte", now.isoformat())
    asked: dict[str, tuple[RecordType, tuple[Node, ...]]] = {
        "today": (TASK, (OPEN, since, Test("due_at", "lt", tomorrow.isoformat()))),
        "overdue": (TASK, (OPEN, Test("due_at", "lt", until))),
        "logged": (ACTIVITY, (Test("happened_at", "within", "this_week"),)),
        "done": (TASK, (Test("closed_at", "within", "this_week"),)),
    }
    return {
        name: rows_path(kind, written(Group("and", (MINE, *tests))))
        for name, (kind, tests) in asked.items()
    }


async def _counts(ctx: Ctx) -> dict[str, int]:
    """The member's own figures of the week, in one statement."""
    monday, after = bounds("this_week", ctx.principal.time_zone)
    row = await ctx.uow.fetchrow(
        """
        SELECT
            (SELECT count(*) FROM activity a WHERE a.tenant_id = $1 AND a.owner_id = $2
                AND a.deleted_at IS NULL AND a.happened_at >= $3 AND a.happened_at < $4) AS logged,
            (SELECT count(*) FROM task t WHERE t.tenant_id = $1 AND t.owner_id = $2
                AND t.deleted_at IS NULL AND t.closed_at >= $3 AND t.closed_at < $4) AS done
        """,
        ctx.principal.tenant_id,
        ctx.principal.member_id,
        monday,
        after,
    )
    return dict(row) if row else {"logged": 0, "done": 0}


ROUTES = [home_page, home_tiles, home_waiting, hide]
