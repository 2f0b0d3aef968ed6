"""A task: one thing to do, with somebody and a time."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from crm.activities.activity.model import KINDS
from crm.activities.repeating import EVERY, REPEATS
from crm.records.fields import (
    Choice,
    choice_field,
    long_text_field,
    moment_field,
    number_field,
    text_field,
)
from crm.records.model import Record
from crm.records.types import Relation, declare
from kernel.errors import Conflict
from kernel.i18n import _, lazy

STATUSES = (
    Choice("open", lazy("Open")),
    Choice("done", lazy("Done")),
    Choice("missed", lazy("Missed")),
    Choice("cancelled", lazy("Not needed")),
)
PRIORITIES = (
    Choice("low", lazy("Low")),
    Choice("normal", lazy("Normal")),
    Choice("high", lazy("High")),
)


class AlreadyClosed(Conflict):
    """Closing twice would lose the day of the first."""

    def default(self) -> str:
        return _("This task is closed already. Reopen it first.")


class Task(Record):
    """`origin_id` is the activity whose next step this is.

    With a `planned_kind` it is a planned contact, and `record_id` the activity that it became.
    A repeating one is followed by the next when it is done, counted from `anchor_at`.
    """

    __tablename__ = "task"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "due_at")

    title: Mapped[str] = text_field(
        lazy("What"), max_length=500, required=True, searchable=True, sortable=True
    )
    due_at: Mapped[datetime | None] = moment_field(lazy("Due"), sortable=True)
    remind_at: Mapped[datetime | None] = moment_field(lazy("Reminder"), sortable=True)
    status: Mapped[str] = choice_field(lazy("Status"), STATUSES, default="open", editable=False)
    priority: Mapped[str] = choice_field(lazy("Priority"), PRIORITIES, default="normal")
    notes: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)
    planned_kind: Mapped[str | None] = choice_field(
        lazy("Planned contact"), KINDS, options="activity_kind", fixed=True
    )
    repeat: Mapped[str | None] = choice_field(lazy("Again"), REPEATS)
    repeat_every: Mapped[int | None] = number_field(EVERY, least=1, most=99)
    result: Mapped[str | None] = text_field(
        lazy("Result"), max_length=2000, searchable=True, editable=False
    )
    closed_at: Mapped[datetime | None] = moment_field(lazy("Closed"), editable=False)
    reminded_at: Mapped[datetime | None]
    origin_id: Mapped[UUID | None]
    anchor_at: Mapped[datetime | None]
    follows_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    escalated_at: Mapped[datetime | None]


TASK_RELATIONS: dict[str, Any] = {"links": Relation(label=lazy("About"))}

TASK = declare(
    Task,
    plural="tasks",
    label=lazy("Task"),
    label_plural=lazy("Tasks"),
    icon="list-checks",
    title=lambda row: row["title"],
    relations=TASK_RELATIONS,
    default_sort="due_at",
    always=frozenset(
        {"due_at", "remind_at", "result", "closed_at", "planned_kind", "repeat", "repeat_every"}
    ),
)
