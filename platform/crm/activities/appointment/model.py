"""An appointment: when by the wall of a zone, with whom, where, and how it comes again."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Date, DateTime, Index
from sqlalchemy.orm import Mapped, mapped_column

from crm.activities.recurring import WEEKDAYS
from crm.activities.repeating import EVERY, REPEATS
from crm.records.fields import (
    Choice,
    choice_field,
    date_field,
    long_text_field,
    members_field,
    moment_field,
    multi_choice_field,
    number_field,
    text_field,
    yes_no_field,
)
from crm.records.model import Record
from crm.records.types import Relation, declare
from kernel.i18n import lazy
from kernel.model import OfWorkspace, within

DAYS = tuple(
    Choice(value, label)
    for value, label in zip(
        WEEKDAYS,
        (
            lazy("Monday"),
            lazy("Tuesday"),
            lazy("Wednesday"),
            lazy("Thursday"),
            lazy("Friday"),
            lazy("Saturday"),
            lazy("Sunday"),
        ),
        strict=True,
    )
)


class Appointment(Record):
    """`wall_start` and `wall_end` are by its own zone; the moments follow from them.

    All its occurrences lie between `begins_at` and `lasts_until`; none of that is typed.
    """

    __tablename__ = "appointment"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "starts_at")
    also: ClassVar[tuple[Any, ...]] = (
        Index("ix_appointment_begins", "tenant_id", "begins_at", "lasts_until"),
    )

    title: Mapped[str] = text_field(
        lazy("What"), max_length=300, required=True, searchable=True, sortable=True
    )
    starts_at: Mapped[datetime] = moment_field(lazy("Begins"), required=True, sortable=True)
    ends_at: Mapped[datetime | None] = moment_field(lazy("Ends"))
    all_day: Mapped[bool] = yes_no_field(lazy("The whole day"))
    time_zone: Mapped[str | None] = text_field(lazy("Time zone"), max_length=60)
    place: Mapped[str | None] = text_field(lazy("Place"), max_length=300, searchable=True)
    notes: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)
    attendees: Mapped[list[UUID]] = members_field(lazy("Colleagues"))
    remind_minutes: Mapped[int | None] = number_field(
        lazy("Reminder, minutes before"), least=0, most=40_320
    )
    repeat: Mapped[str | None] = choice_field(lazy("Again"), REPEATS)
    repeat_every: Mapped[int | None] = number_field(EVERY, least=1, most=99)
    repeat_on: Mapped[list[str]] = multi_choice_field(lazy("On these weekdays"), DAYS)
    repeat_until: Mapped[date | None] = date_field(lazy("Until"))
    wall_start: Mapped[datetime] = mapped_column(DateTime())
    wall_end: Mapped[datetime] = mapped_column(DateTime())
    begins_at: Mapped[datetime]
    lasts_until: Mapped[datetime | None]
    remind_next_at: Mapped[datetime | None]


class Attendance(OfWorkspace):
    """A colleague who takes part: what is asked when somebody's calendar is shown."""

    __tablename__ = "attendance"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    appointment_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("appointment_id", "appointment"),
        within("member_id", "membership"),
        Index("ix_attendance_of_appointment", "tenant_id", "appointment_id"),
    )


class AppointmentChange(OfWorkspace):
    """One occurrence that is called off, or takes place at another time by the wall."""

    __tablename__ = "appointment_change"

    appointment_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    wall_start: Mapped[datetime | None] = mapped_column(DateTime())
    wall_end: Mapped[datetime | None] = mapped_column(DateTime())

    __table_args__ = (within("appointment_id", "appointment"),)


APPOINTMENT_RELATIONS: dict[str, Any] = {
    "links": Relation(label=lazy("About")),
    "guests": Relation(label=lazy("Guests"), target="contact"),
}

APPOINTMENT = declare(
    Appointment,
    plural="appointments",
    label=lazy("Appointment"),
    label_plural=lazy("Appointments"),
    icon="calendar-days",
    title=lambda row: row["title"],
    relations=APPOINTMENT_RELATIONS,
    default_sort="-starts_at",
    always=frozenset(
        {"starts_at", "ends_at", "all_day", "time_zone", "attendees", "remind_minutes"}
        | {"repeat", "repeat_every", "repeat_on", "repeat_until"}
    ),
)
