"""A task is finished, put off or dropped where it is told."""

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from bots.core import noting
from bots.core.messages import Action
from bots.core.phrases import sentences
from bots.core.steps import answer, button
from bots.core.talk import Pressed, Talk
from bots.core.understanding import understand
from bots.parsing import World
from crm.activities.task.service import Tasks
from kernel import clock
from kernel.formats import format_weekday, local
from kernel.i18n import _

MORNING: Final = time(9)


def reminder_actions(talk: Talk, task_id: UUID) -> list[Action]:
    """How a reminder is finished where it arrives."""
    return [
        talk.button("done", _("Done"), task=task_id),
        talk.button("hour", _("+1 hour"), task=task_id),
        talk.button("tomorrow", _("Tomorrow 9:00"), task=task_id),
        talk.button("when", _("Another time…"), task=task_id),
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
        _("Noted with “%(title)s”.", title=task["title"]),
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
    await _later(talk, pressed.args["task"], clock.now() + timedelta(hours=1))


@button("tomorrow", once=True)
async def tomorrow(talk: Talk, pressed: Pressed) -> None:
    """At nine the next day, by the member's clock."""
    here = local(clock.now())
    day = here.date() + timedelta(days=1)
    await _later(talk, pressed.args["task"], datetime.combine(day, MORNING, here.tzinfo))


async def _later(talk: Talk, task_id: str, until: datetime) -> None:
    task = await _tasks(talk).snooze(UUID(task_id), until)
    text = _("%(title)s: I will remind you on %(when)s.")
    talk.say(text % {"title": task["title"], "when": format_weekday(until)}, edit=True)


@button("when")
async def when(talk: Talk, pressed: Pressed) -> None:
    """At a time that the next message says."""
    await _ask_when(talk, pressed.args["task"])


@answer("when")
async def told_when(talk: Talk, question: dict[str, Any], text: str) -> None:
    """A day, an hour, or both; what cannot be read is asked again."""
    until = understand(text, World()).next_at
    if until is None or until <= clock.now():
        await _ask_when(talk, question["task"], _("I could not read that."))
        return
    await _later(talk, question["task"], until)


async def _ask_when(talk: Talk, task: str, lead: str = "") -> None:
    talk.ask("when", task=task)
    talk.say(sentences(lead, _("When shall I remind you? For example: Friday 3 pm")))


@button("drop", once=True)
async def drop(talk: Talk, pressed: Pressed) -> None:
    """Not needed any more."""
    task = await _tasks(talk).close(UUID(pressed.args["task"]), "cancelled")
    talk.say(
        _("Not needed: %(title)s.", title=task["title"]),
        actions=[talk.button("open_again", _("Undo"), task=task["id"])],
        edit=True,
    )
