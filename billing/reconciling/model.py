"""What each comparison found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class BillingDrift(Base):
    """One comparison with the provider; `findings` names the first of what it found.

    `mended` differed and are equal now. `unknown` live there for a customer of nobody here,
    `doubled` are second subscriptions of one customer, `failed` could not be compared.
    """

    __tablename__ = "billing_drift"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    compared: Mapped[int]
    mended: Mapped[int]
    unknown: Mapped[int]
    doubled: Mapped[int]
    failed: Mapped[int]
    findings: Mapped[list[Any]]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]

    __table_args__ = (Index("ix_billing_drift_started_at", "started_at"),)
