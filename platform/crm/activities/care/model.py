"""A plan of care, and for which customers it was followed when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class CarePlan(Identified):
    """`days` after its cause (an activity of `activity_kind`, a won deal), or of silence.

    Before a birthday it is so many days.

    A customer gets no second task of it within `pause_days`.
    """

    __tablename__ = "care_plan"

    name: Mapped[str]
    cause: Mapped[str]
    activity_kind: Mapped[str | None]
    days: Mapped[int]
    pause_days: Mapped[int]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("cause IN ('activity', 'won', 'silence', 'birthday')", name="cause"),
        CheckConstraint("days >= 0 AND pause_days >= 1", name="days"),
    )


class CareGiven(OfWorkspace):
    """A customer was cared for, once for each cause."""

    __tablename__ = "care_given"

    care_plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    cause_at: Mapped[datetime] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]

    __table_args__ = (
        within("care_plan_id", "care_plan"),
        within("record_id", "record"),
        Index("ix_care_given_of_record", "tenant_id", "record_id", "care_plan_id", "given_at"),
    )
