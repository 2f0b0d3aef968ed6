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
    yes_no_field,
)
from crm.records.model import Record
from crm.records.types import Relation, Row, declare
from kernel.i18n import lazy
from kernel.texts import begun

KINDS = (
    Choice("visit", lazy("Visit")),
    Choice("call", lazy("Call")),
    Choice("meeting", lazy("Meeting")),
    Choice("email", lazy("Mail")),
    Choice("chat", lazy("Chat")),
    Choice("demo", lazy("Demonstration")),
    Choice("note", lazy("Note")),
)
OUTCOMES = (
    Choice("positive", lazy("Positive")),
    Choice("neutral", lazy("Neutral")),
    Choice("negative", lazy("Negative")),
    Choice("no_answer", lazy("No answer")),
)
# What came of a call, in more detail; these two did not speak to anybody.
NOT_SPOKEN = ("no_answer", "wrong_number")
DO_NOT_CALL = "do_not_call"
CALL_OUTCOMES = (
    Choice("interested", lazy("Interested"), "green"),
    Choice("reached", lazy("Spoken to"), "blue"),
    Choice("call_back", lazy("Call back"), "amber"),
    Choice("no_answer", lazy("No answer")),
    Choice("not_interested", lazy("Not interested"), "red"),
    Choice("wrong_number", lazy("Wrong number")),
    Choice(DO_NOT_CALL, lazy("Does not want calls"), "red"),
)
MOODS = (
    Choice("pleased", lazy("Pleased")),
    Choice("neutral", lazy("Neutral")),
    Choice("worried", lazy("Worried")),
    Choice("angry", lazy("Angry")),
)
# From 4 on somebody counts as satisfied.
SATISFIED = 4
SATISFACTIONS = (
    Choice("5", lazy("5: very satisfied"), "green"),
    Choice("4", lazy("4: satisfied"), "green"),
    Choice("3", lazy("3: so so")),
    Choice("2", lazy("2: dissatisfied"), "amber"),
    Choice("1", lazy("1: very dissatisfied"), "red"),
)
WAYS = (
    Choice("on_site", lazy("On site")),
    Choice("phone", lazy("Phone")),
    Choice("video", lazy("Video")),
    Choice("mail", lazy("Mail")),
    Choice("messenger", lazy("Messenger")),
    Choice("fax", lazy("Fax")),
    Choice("web", lazy("Web")),
    Choice("go_between", lazy("Through somebody else")),
)
NORTH, EAST = 90_000_000, 180_000_000
TITLE_LENGTH = 80


class Activity(Record):
    """One contact with a customer; seen by its author and by whoever sees a linked record."""

    __tablename__ = "activity"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "happened_at")

    kind: Mapped[str] = choice_field(
        lazy("Kind"), KINDS, default="note", options="activity_kind", fixed=True
    )
    text: Mapped[str] = long_text_field(lazy("What happened"), required=True, searchable=True)
    happened_at: Mapped[datetime] = moment_field(lazy("When"), sortable=True)
    outcome: Mapped[str | None] = choice_field(lazy("Outcome"), OUTCOMES)
    call_outcome: Mapped[str | None] = choice_field(
        lazy("Outcome of the call"), CALL_OUTCOMES, options="call_outcome"
    )
    duration_minutes: Mapped[int | None] = number_field(lazy("Minutes"), adds_up=True)
    mood: Mapped[str | None] = choice_field(lazy("Mood"), MOODS)
    satisfaction: Mapped[str | None] = choice_field(lazy("Satisfaction"), SATISFACTIONS)
    way: Mapped[str | None] = choice_field(lazy("By which way"), WAYS)
    address: Mapped[str | None] = text_field(lazy("Where"), max_length=300)
    latitude: Mapped[int | None] = number_field(
        lazy("Latitude"), places=6, least=-NORTH, most=NORTH, editable=False
    )
    longitude: Mapped[int | None] = number_field(
        lazy("Longitude"), places=6, least=-EAST, most=EAST, editable=False
    )
    accuracy: Mapped[int | None] = number_field(lazy("Known to so many metres"), editable=False)
    distance: Mapped[int | None] = number_field(
        lazy("Metres from the customer's place"), editable=False
    )
    verified: Mapped[bool] = yes_no_field(lazy("Visit verified"), editable=False)
    next_step: Mapped[str | None] = text_field(lazy("Next step"), max_length=500, searchable=True)
    next_at: Mapped[datetime | None] = moment_field(lazy("Next step at"), sortable=False)


def title_of(row: Row) -> str:
    """The first line of what was written."""
    return begun(row["text"], TITLE_LENGTH)


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
    always=frozenset({"next_step", "next_at", "distance", "verified", "call_outcome"}),
)
