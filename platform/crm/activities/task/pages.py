"""Tasks as a day's work: overdue, today, later, done; finished or put off in one click."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.activities.task.model import TASK
from crm.activities.task.service import Tasks, WordNeeded
from crm.records.kinds.times import moment
from crm.records.listing import Listed, Page
from crm.records.pages.forms import sent
from crm.records.pages.list import Short
from crm.records.pages.panels import Panel, add_panel
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from crm.records.pages.showing import Show
from crm.records.people import people
from crm.records.reading import View
from crm.records.types import RecordType
from kernel import clock
from kernel.errors import Invalid
from kernel.filters import Group, Node, Test
from kernel.formats import local
from kernel.http import Ctx, get, post
from kernel.i18n import _, current_zone, lazy
from web import shell
from web.render import page, redirect
from web.toasts import Toast

OPEN: Final = Test("status", "eq", "open")
TEMPLATES: Final = "crm/activities/task/templates"
SHOWN: Final = 100

present(
    TASK,
    Presentation(
        columns=("due_at", "links", "priority", "status", "owner_id"),
        facts=(
            "status",
            "due_at",
            "remind_at",
            "links",
            "priority",
            "planned_kind",
            "repeat",
            "repeat_every",
            "owner_id",
            "result",
            "closed_at",
        ),
        first=("title", "due_at"),
        search=("title", "notes"),
        lead="title",
        body="notes",
        inline=frozenset({"due_at", "priority"}),
        views=(ALL, MINE, ListView("open", lazy("Open"), OPEN)),
        empty=lazy("A task reminds you on the day, in the chat or here."),
        new_label=lazy("New task"),
        list_at="/all",
        icon="list-checks",
    ),
)


@get("/{workspace:str}/tasks", needs="task:see", include_in_schema=False)
async def tasks_page(ctx: Ctx, whose: Short = "mine") -> Response[str]:
    """What is to do, by day; `?whose=all` for everybody's that is visible."""
    mine: list[Node] = [Test("owner_id", "eq", "me")] if whose != "all" else []
    service = Tasks(ctx.uow, ctx.principal)
    todo = await service.listed(Page(where=Group("and", (OPEN, *mine)), sort="due_at", limit=SHOWN))
    closed = Test("status", "ne", "open")
    recent = Test("closed_at", "within", "last_7_days")
    done = await service.listed(
        Page(where=Group("and", (closed, recent, *mine)), sort="-updated_at", limit=20)
    )
    return page(
        f"{TEMPLATES}/tasks.html",
        groups=grouped(todo),
        done=done.items,
        more=todo.next is not None,
        whose=whose,
        show=Show(await people(ctx.uow)),
        may_edit=ctx.principal.may("task:edit"),
    )


def grouped(listed: Listed) -> list[tuple[str, str, list[View]]]:
    """Open tasks as (key, heading, tasks)."""
    now = clock.now()
    today = local(now).date()
    groups: dict[str, list[View]] = {"overdue": [], "today": [], "later": [], "undated": []}
    for task in listed.items:
        due = task["due_at"]
        if due is None:
            groups["undated"].append(task)
        elif local(due).date() == today:
            groups["today"].append(task)
        else:
            groups["overdue" if due < now else "later"].append(task)
    heads = {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "later": _("Later"),
        "undated": _("Without a date"),
    }
    return [(key, heads[key], rows) for key, rows in groups.items() if rows]


@post(
    "/{workspace:str}/tasks/{record_id:uuid}/completion", needs="task:edit", include_in_schema=False
)
async def complete(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Done, with one line of what came of it."""
    data = await sent(ctx.request)
    try:
        task = await Tasks(ctx.uow, ctx.principal).close(record_id, "done", data.get("result"))
    except WordNeeded as error:
        return redirect(
            shell.current().at(f"tasks/{record_id}"), toast=Toast(error.message, "warning")
        )
    undo = shell.current().at(f"tasks/{record_id}/reopening")
    text = _("Done: %(title)s") % {"title": task["title"][:80]}
    return redirect(_back(data.get("back")), toast=Toast(text, undo=undo))


@post(
    "/{workspace:str}/tasks/{record_id:uuid}/cancellation",
    needs="task:edit",
    include_in_schema=False,
)
async def cancel(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Not needed any more."""
    data = await sent(ctx.request)
    await Tasks(ctx.uow, ctx.principal).close(record_id, "cancelled")
    undo = shell.current().at(f"tasks/{record_id}/reopening")
    return redirect(_back(data.get("back")), toast=Toast(_("Not needed any more."), undo=undo))


@post(
    "/{workspace:str}/tasks/{record_id:uuid}/reopening", needs="task:edit", include_in_schema=False
)
async def reopen(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Open again."""
    data = await sent(ctx.request)
    await Tasks(ctx.uow, ctx.principal).reopen(record_id)
    return redirect(_back(data.get("back")), toast=Toast(_("The task is open again.")))


@post("/{workspace:str}/tasks/{record_id:uuid}/snooze", needs="task:edit", include_in_schema=False)
async def snooze(ctx: Ctx, record_id: FromPath[UUID]) -> Response[str]:
    """Remind later: in an hour, tomorrow at nine, next Monday, or at a time of choice."""
    data = await sent(ctx.request)
    until = later(data.get("until"))
    await Tasks(ctx.uow, ctx.principal).edit(record_id, {"due_at": until, "remind_at": until}, None)
    return redirect(_back(data.get("back")), toast=Toast(_("Put off.")))


def later(choice: str) -> datetime:
    """The moment that a choice means on the reader's clock."""
    now = local(clock.now())
    nine = time(9, tzinfo=current_zone())
    match choice:
        case "hour":
            return clock.now() + timedelta(hours=1)
        case "tomorrow":
            return datetime.combine(now.date() + timedelta(days=1), nine)
        case "monday":
            return datetime.combine(now.date() + timedelta(days=7 - now.weekday()), nine)
    try:
        return moment(choice)
    except ValueError as error:
        raise Invalid(fields={"until": _("Choose a time.")}) from error


def _back(path: str) -> str:
    """Where the button was: inside this workspace, or the tasks."""
    at = shell.current().at
    return at(path) if path and all(c.isalnum() or c in "/-" for c in path) else at("tasks")


async def _open_tasks(ctx: Ctx, _kind: RecordType, record: View) -> dict[str, Any]:
    about = Test("links", "eq", str(record["id"]))
    found = await Tasks(ctx.uow, ctx.principal).listed(
        Page(where=Group("and", (OPEN, about)), sort="due_at", limit=10)
    )
    return {"tasks": found.items}


add_panel(
    Panel(
        name="task-buttons",
        place="actions",
        template=f"{TEMPLATES}/buttons.html",
        applies=lambda kind: kind.name == TASK.name,
        needs="task:edit",
    )
)
add_panel(
    Panel(
        name="open-tasks",
        place="top",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind.followed,
        load=_open_tasks,
        needs="task:see",
    )
)

ROUTES = [tasks_page, complete, cancel, reopen, snooze]
