"""What records are recognised by, and which of them may be the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfRecord, within


class MatchKey(OfRecord):
    """One form in which a record can be recognised; `name:hualian`, `email:ada@example.com`."""

    __tablename__ = "match_key"

    record_type: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("record_id", "record"),
        Index("ix_match_key_of_record", "tenant_id", "record_id", "key"),
        {"info": {"derived": True}},
    )


class DuplicatePair(Identified):
    """Two records that may be the same, `a` the older; what somebody said of them is kept."""

    __tablename__ = "duplicate_pair"

    a_id: Mapped[UUID]
    b_id: Mapped[UUID]
    record_type: Mapped[str]
    score: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="open")
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]

    __table_args__ = (
        within("a_id", "record"),
        within("b_id", "record"),
        UniqueConstraint("tenant_id", "a_id", "b_id"),
        CheckConstraint("state IN ('open', 'dismissed', 'merged')", name="state"),
        Index("ix_duplicate_pair_found", "tenant_id", "record_type", "state", "found_at", "id"),
        Index("ix_duplicate_pair_of_b", "tenant_id", "b_id"),
        {"info": {"derived": True}},
    )
