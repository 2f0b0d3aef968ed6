"""The inbox of what the provider told; what it told is a hint, so little of it is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Base


class BillingEvent(Base):
    """One event, once. It comes before anybody knows whose it is, and it may be nobody's.

    `ignored` are those of no workspace that is in use; `error` says why.
    """

    __tablename__ = "billing_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    customer_id: Mapped[str | None]
    # The payment that it is about, where it does not say whose that was.
    charge_id: Mapped[str | None]
    workspace_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default="waiting")
    error: Mapped[str] = mapped_column(server_default="")
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'ignored')", name="state"),
        Index(
            "ix_billing_event_waiting", "customer_id", postgresql_where=text("state = 'waiting'")
        ),
        Index("ix_billing_event_received_at", "received_at"),
    )
