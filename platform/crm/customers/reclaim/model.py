"""Rules by which neglected customers go back, warnings, and requests for more time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class ReclaimRule(Identified):
    """`conditions` are `[{"kind", "days", "levels": {"A": days}}]`; `match` any of them, or all.

    `filter` says of which customers. `since` is when it got its present text: nobody loses a
    customer by it without a warning.
    """

    __tablename__ = "reclaim_rule"

    pool_id: Mapped[UUID]
    match: Mapped[str] = mapped_column(server_default="any")
    conditions: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    remind_days: Mapped[int] = mapped_column(server_default="3")
    spare_customers: Mapped[bool] = mapped_column(server_default="true")
    spare_deals: Mapped[bool] = mapped_column(server_default="true")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    since: Mapped[datetime]
    filter: Mapped[dict[str, Any] | None] = mapped_column(JSONB)

    __table_args__ = (
        within("pool_id", "pool"),
        CheckConstraint("match IN ('any', 'all')", name="match"),
        Index("ix_reclaim_rule_of_pool", "tenant_id", "pool_id", "id"),
    )


class ReclaimWarning(OfWorkspace):
    """An owner was told once of one day on which a record would go."""

    __tablename__ = "reclaim_warning"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)

    __table_args__ = (within("record_id", "record"),)


class ExtensionRequest(Identified):
    """An owner asks for more days; granted, the customer stays at least `until` then."""

    __tablename__ = "extension_request"

    record_id: Mapped[UUID]
    pool_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="open")
    created_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    until: Mapped[datetime | None]

    __table_args__ = (
        within("record_id", "record"),
        within("pool_id", "pool"),
        within("asked_by", "membership"),
        within("decided_by", "membership", ondelete="NO ACTION"),
        CheckConstraint("status IN ('open', 'granted', 'refused')", name="status"),
        Index("ix_extension_request_of_record", "tenant_id", "record_id", "id"),
        Index(
            "uq_extension_request_open",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
    )
