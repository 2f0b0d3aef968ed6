"""Rules of keeping, and what they did each night."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class RetentionRule(Identified):
    """Records of a type that fit `filter` and whose `since` lies so many days back are due."""

    __tablename__ = "retention_rule"

    name: Mapped[str]
    record_type: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    since: Mapped[str]
    days: Mapped[int]
    deed: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default="false")
    member_id: Mapped[UUID]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        CheckConstraint("deed IN ('bin', 'erase', 'anonymise')", name="deed"),
        CheckConstraint("since IN ('created_at', 'updated_at', 'last_activity_at')", name="since"),
        CheckConstraint("days BETWEEN 1 AND 36500", name="days"),
    )


class RetentionRun(Identified):
    """How many records a rule dealt with, and how many it could not."""

    __tablename__ = "retention_run"

    rule_id: Mapped[UUID]
    done: Mapped[int]
    refused: Mapped[int]
    at: Mapped[datetime]

    __table_args__ = (
        within("rule_id", "retention_rule"),
        Index("ix_retention_run_of_rule", "tenant_id", "rule_id", "id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )
