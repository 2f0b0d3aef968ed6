"""What a subscription brings in, from when to when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from kernel.model import Identified


class RevenueSpan(Identified):
    """A time in which a workspace tried, paid or had the free plan; the open one is now.

    `yearly_minor` is what it would bring in within a year: whole cents, also of a month's twelfth.
    """

    __tablename__ = "revenue_span"

    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    phase: Mapped[str]
    plan: Mapped[str]
    currency: Mapped[str]
    yearly_minor: Mapped[int]

    __table_args__ = (
        CheckConstraint("phase IN ('free', 'trial', 'paid')", name="phase"),
        CheckConstraint("phase = 'paid' OR yearly_minor = 0", name="paid"),
        CheckConstraint("ended_at >= began_at", name="order"),
        Index(
            "uq_revenue_span_open",
            "tenant_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_revenue_span_by_time", "tenant_id", "began_at"),
        {"info": {"grants": "SELECT, INSERT, UPDATE"}},
    )
