"""A segment, and who was in it from when to when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class Segment(Identified):
    """Records of `type` that a filter selects; those of a smaller group are in its parent too."""

    __tablename__ = "segment"

    type: Mapped[str]
    name: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    parent_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    __table_args__ = (
        within("parent_id", "segment", ondelete="NO ACTION"),
        within("member_id", "membership", ondelete="NO ACTION"),
        Index("ix_segment_by_name", "tenant_id", "type", "name", "id"),
        Index("ix_segment_of_parent", "tenant_id", "parent_id", "id"),
    )


class SegmentMembership(OfWorkspace):
    """A record's time in a segment, as the nights found it; the open one has no end."""

    __tablename__ = "segment_membership"

    segment_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    entered_at: Mapped[datetime] = mapped_column(primary_key=True)
    left_at: Mapped[datetime | None]

    __table_args__ = (
        within("segment_id", "segment"),
        within("record_id", "record"),
        Index(
            "uq_segment_membership_open",
            "tenant_id",
            "segment_id",
            "record_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_segment_membership_of_record", "tenant_id", "record_id", "segment_id"),
    )
