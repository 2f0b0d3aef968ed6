"""What happened with a customer, and what was agreed to come next."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from crm.records.fields import (
    Choice,
    choice_field,
    long_text_field,
    moment_field,
    number_field,
    text_field,
)
from crm.records.model import Record
from crm.records.types import Relation, Row, declare
from kernel.i18n import lazy

KINDS = (
    Choice("visit", lazy("Visit")),
    Choice("call", lazy("Call")),
    Choice("meeting", lazy("Meeting")),
    Choice("email", lazy("Mail")),
    Choice("chat", lazy("Chat")),
    Choice("note", lazy("Note")),
)
OUTCOMES = (
    Choice("positive", lazy("Positive")),
    Choice("neutral", lazy("Neutral")),
    Choice("negative", lazy("Negative")),
    Choice("no_answer", lazy("No answer")),
)
TITLE_LENGTH = 80


class Activity(Record):
    """One contact with a customer; seen by its author and by whoever sees a linked record."""

    __tablename__ = "activity"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "happened_at")

    kind: Mapped[str] = choice_field(lazy("Kind"), KINDS, default="note")
    text: Mapped[str] = long_text_field(lazy("What happened"), required=True, searchable=True)
    happened_at: Mapped[datetime] = moment_field(lazy("When"), sortable=True)
    outcome: Mapped[str | None] = choice_field(lazy("Outcome"), OUTCOMES)
    duration_minutes: Mapped[int | None] = number_field(lazy("Minutes"), adds_up=True)
    next_step: Mapped[str | None] = text_field(lazy("Next step"), max_length=500, searchable=True)
    next_at: Mapped[datetime | None] = moment_field(lazy("Next step at"), sortable=False)


def title_of(row: Row) -> str:
    """The first line of what was written."""
    line: str = row["text"].strip().split("\n", 1)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


LINKS: dict[str, Any] = {"links": Relation(label=lazy("About"))}

ACTIVITY = declare(
    Activity,
    plural="activities",
    label=lazy("Activity"),
    label_plural=lazy("Activities"),
    icon="calendar-days",
    title=title_of,
    relations=LINKS,
    seen_by="link",
    default_sort="-happened_at",
    always=frozenset({"next_step", "next_at"}),
)
