"""What is to be done: the day's tasks, and finishing them where they are told."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from bots.core import noting
from bots.core.messages import Action
from bots.core.steps import answer, button, command
from bots.core.talk import Pressed, Talk
from crm.activities.calendar.reading import entries
from crm.activities.task.service import Tasks
from crm.records.periods import bounds
from kernel import clock
from kernel.formats import format_time, format_weekday, local
from kernel.i18n import _, lazy

SHOWN: Final = 10
WITH_BUTTON: Final = 5
LABEL: Final = 30
MORNING: Final = time(9)
FAR: Final = timedelta(days=36_500)

_OPEN = """
SELECT t.id, t.title, t.due_at FROM task t
WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.status = 'open' AND t.deleted_at IS NULL
    AND (t.due_at IS NULL OR t.due_at < $3)
ORDER BY t.tenant_id, t.due_at NULLS LAST, t.id LIMIT 11
"""


@command("today", "今天", "今日", about=lazy("what is due today"))
async def today(talk: Talk, _rest: str) -> None:
    """Overdue and due until midnight, by the member's clock."""
    _morning, midnight = bounds("today", talk.principal.time_zone)
    await _appointments(talk, midnight)
    await _list(talk, midnight, _("Due today in %(workspace)s:"), _("Nothing is due today."))


async def _appointments(talk: Talk, midnight: datetime) -> None:
    me = talk.principal
    if not me.may("appointment:see"):
        return
    found = await entries(talk.uow, me, clock.now(), midnight, whose=me.member_id)
    if found:
        lead = _("Appointments today in %(workspace)s:", workspace=me.workspace)
        lines = [
            " ".join(
                part
                for part in (
                    _("all day") if one.all_day else format_time(one.starts_at),
                    one.title,
                    f"({one.place})" if one.place else "",
                )
                if part
            )
            for one in found[:SHOWN]
        ]
        talk.say("\n".join([lead, *lines]))


@command("tasks", "任务", "待办", about=lazy("all open tasks"))
async def tasks(talk: Talk, _rest: str) -> None:
    """All that is open, soonest first."""
    text = _("Open tasks in %(workspace)s:")
    await _list(talk, clock.now() + FAR, text, _("There are no open tasks."))


async def _list(talk: Talk, until: datetime, lead: str, nothing: str) -> None:
    talk.demand("task:see")
    me = talk.principal
    rows = await talk.uow.fetch(_OPEN, me.tenant_id, me.member_id, until)
    if not rows:
        talk.say(nothing)
        return
    lines = [lead % {"workspace": me.workspace}]
    for number, row in enumerate(rows[:SHOWN], 1):
        due = format_weekday(row["due_at"]) if row["due_at"] else _("no date")
        overdue = row["due_at"] is not None and row["due_at"] < clock.now()
        mark = _("overdue") + ", " if overdue else ""
        lines.append(f"{number}. {row['title']} ({mark}{due})")
    if len(rows) > SHOWN:
        lines.append(_("and more. The task list has all of them."))
    buttons = [
        talk.button("done", _("Done: %(title)s", title=row["title"][:LABEL]), task=row["id"])
        for row in rows[:WITH_BUTTON]
    ]
    talk.say("\n".join(lines), actions=buttons if me.may("task:edit") else [])


def reminder_actions(talk: Talk, task_id: UUID) -> list[Action]:
    """How a reminder is finished where it arrives."""
    return [
        talk.button("done", _("Done"), task=task_id),
        talk.button("hour", _("+1 hour"), task=task_id),
        talk.button("tomorrow", _("Tomorrow 9:00"), task=task_id),
        talk.button("drop", _("Not needed"), task=task_id),
    ]


def _tasks(talk: Talk) -> Tasks:
    talk.demand("task:edit")
    return Tasks(talk.uow, talk.principal)


@button("done", once=True)
async def done(talk: Talk, pressed: Pressed) -> None:
    """Closed at once; one line of result may follow."""
    task = await _tasks(talk).close(UUID(pressed.args["task"]), asked=False)
    talk.ask("result", task=task["id"])
    talk.say(
        _("Done: %(title)s. What came of it? One line, if you like.", title=task["title"]),
        actions=[talk.button("open_again", _("Undo"), task=task["id"])],
        edit=True,
    )


@answer("result")
async def result(talk: Talk, question: dict[str, Any], text: str) -> None:
    """The line that follows; it may have been meant as a note of its own."""
    task = await _tasks(talk).conclude(UUID(question["task"]), text)
    talk.say(
        _("Noted with %(title)s.", title=task["title"]),
        actions=[talk.button("relog", _("Log it as a note instead"), task=task["id"], text=text)],
    )


@button("relog", once=True)
async def relog(talk: Talk, pressed: Pressed) -> None:
    """The line was no result but a sentence to log."""
    await _tasks(talk).conclude(UUID(pressed.args["task"]), None)
    await noting.note(talk, pressed.args["text"])


@button("open_again", once=True)
async def open_again(talk: Talk, pressed: Pressed) -> None:
    """Not done after all."""
    task = await _tasks(talk).reopen(UUID(pressed.args["task"]))
    talk.say(
        _("Open again: %(title)s.", title=task["title"]),
        actions=reminder_actions(talk, task["id"]),
        edit=True,
    )


@button("hour", once=True)
async def hour(talk: Talk, pressed: Pressed) -> None:
    """In an hour."""
    await _later(talk, pressed, clock.now() + timedelta(hours=1))


@button("tomorrow", once=True)
async def tomorrow(talk: Talk, pressed: Pressed) -> None:
    """At nine the next day, by the member's clock."""
    here = local(clock.now())
    day = here.date() + timedelta(days=1)
    await _later(talk, pressed, datetime.combine(day, MORNING, here.tzinfo))


async def _later(talk: Talk, pressed: Pressed, until: datetime) -> None:
    task = await _tasks(talk).snooze(UUID(pressed.args["task"]), until)
    text = _("%(title)s: I will remind you on %(when)s.")
    talk.say(text % {"title": task["title"], "when": format_weekday(until)}, edit=True)


@button("drop", once=True)
async def drop(talk: Talk, pressed: Pressed) -> None:
    """Not needed any more."""
    task = await _tasks(talk).close(UUID(pressed.args["task"]), "cancelled")
    talk.say(
        _("Not needed: %(title)s.", title=task["title"]),
        actions=[talk.button("open_again", _("Undo"), task=task["id"])],
        edit=True,
    )
