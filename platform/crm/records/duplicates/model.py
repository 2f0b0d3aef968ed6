"""What records are recognised by, and which of them may be the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class MatchKey(OfWorkspace):
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


class Merge(Identified):
    """Two records became one: what each was before, and what was moved, so that it can be undone.

    `before` and `after` are the kept record's values that changed, `moved` the rows that now hang
    on it, `stayed` those that could not, for it has the same already.
    """

    __tablename__ = "merge"

    record_type: Mapped[str]
    kept_id: Mapped[UUID]
    other_id: Mapped[UUID]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    moved: Mapped[list[Any]]
    stayed: Mapped[list[Any]]
    merged_at: Mapped[datetime]
    merged_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]

    __table_args__ = (
        within("kept_id", "record"),
        within("other_id", "record"),
        Index(
            "uq_merge_other",
            "tenant_id",
            "other_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_merge_of_kept", "tenant_id", "kept_id", "merged_at", "id"),
        {"info": {"derived": True}},
    )
