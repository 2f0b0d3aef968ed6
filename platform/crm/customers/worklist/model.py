"""A list of customers to call or to win, and where each of them stands."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.records.fields import Choice, choice_field, long_text_field, number_field, text_field
from crm.records.model import Record
from crm.records.types import declare
from kernel.i18n import lazy
from kernel.model import Identified, OfWorkspace, within

CALLS, TARGETS = "call", "target"
PURPOSES = (
    Choice(CALLS, lazy("Call list"), "blue"),
    Choice(TARGETS, lazy("Target accounts"), "teal"),
)
HOLDS = (
    Choice("company", lazy("Companies")),
    Choice("contact", lazy("Contacts")),
    Choice("lead", lazy("Leads")),
)
STATUSES = (
    Choice("open", lazy("Running"), "green"),
    Choice("paused", lazy("Paused"), "amber"),
    Choice("done", lazy("Finished")),
)
# Of calls.
STATES = {
    "waiting": lazy("Waiting"),
    "called": lazy("Being called"),
    "later": lazy("To call again"),
    "done": lazy("Done"),
    "skipped": lazy("Skipped"),
}
# Of plans.
PLANNED = {
    "waiting": lazy("Not begun"),
    "started": lazy("Under way"),
    "reached": lazy("Reached"),
    "dropped": lazy("Given up"),
}


class Worklist(Record):
    """Its members are frozen: whoever comes into the segment later is not on it."""

    __tablename__ = "worklist"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "name")

    name: Mapped[str] = text_field(lazy("Name"), required=True, searchable=True, sortable=True)
    purpose: Mapped[str] = choice_field(
        lazy("What for"), PURPOSES, default=CALLS, editable=False, once=True
    )
    holds: Mapped[str] = choice_field(
        lazy("Who is on it"), HOLDS, default="company", editable=False, once=True
    )
    status: Mapped[str] = choice_field(lazy("Status"), STATUSES, default="open")
    script: Mapped[str | None] = long_text_field(lazy("What to say"), searchable=True)
    goal: Mapped[str | None] = text_field(lazy("Goal"), max_length=500, searchable=True)
    window_days: Mapped[int | None] = number_field(
        lazy("Counts as looked after for so many days"), least=1, most=730
    )


WORKLIST = declare(
    Worklist,
    plural="worklists",
    label=lazy("Customer list"),
    label_plural=lazy("Customer lists"),
    icon="list-checks",
    title=lambda row: row["name"],
    always=frozenset({"purpose", "holds", "status", "window_days"}),
)


class WorklistEntry(Identified):
    """A customer on a list. `caller_id` has it until `leased_until`, whoever it is meant for."""

    __tablename__ = "worklist_entry"

    worklist_id: Mapped[UUID]
    record_id: Mapped[UUID]
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(server_default="waiting")
    assignee_id: Mapped[UUID | None]
    caller_id: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    next_call_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    outcome: Mapped[str | None]
    goal: Mapped[str | None]

    __table_args__ = (
        within("worklist_id", "worklist"),
        within("record_id", "record"),
        within("assignee_id", "membership", ondelete="NO ACTION"),
        within("caller_id", "membership", ondelete="NO ACTION"),
        UniqueConstraint("tenant_id", "worklist_id", "record_id"),
        CheckConstraint(
            "state IN ('waiting', 'called', 'later', 'done', 'skipped', 'started', 'reached', "
            "'dropped')",
            name="state",
        ),
        Index("ix_worklist_entry_turn", "tenant_id", "worklist_id", "state", "id"),
        Index("ix_worklist_entry_of_record", "tenant_id", "record_id", "worklist_id"),
    )


class WorklistDeed(OfWorkspace):
    """What was done for a customer on a list: a call that was made, a step of its plan."""

    __tablename__ = "worklist_deed"

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("entry_id", "worklist_entry"),
        within("record_id", "record"),
        Index("ix_worklist_deed_of_record", "tenant_id", "record_id", "entry_id"),
    )
