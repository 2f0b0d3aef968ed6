"""Which facts a firm wants, learnt at which kind of contact; and what happens to its customers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class CaptureRequirement(OfWorkspace):
    """After an activity of that kind the customer's field must be known."""

    __tablename__ = "capture_requirement"

    activity_kind: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)


class AccountEvent(Identified):
    """Something that happened to a customer outside of our dealings with it."""

    __tablename__ = "account_event"

    record_id: Mapped[UUID]
    kind: Mapped[str]
    day: Mapped[date]
    note: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="")
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("record_id", "record"),
        Index("ix_account_event_of_record", "tenant_id", "record_id", "day", "id"),
    )
