"""A disclosure: all that is kept about a person, in one archive, for some days."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Disclosure(Identified):
    """One archive in the making; `done` of `total` tables are looked through."""

    __tablename__ = "disclosure"

    record_type: Mapped[str]
    record_id: Mapped[UUID]
    member_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default="making")
    total: Mapped[int]
    done: Mapped[int] = mapped_column(server_default="0")
    rows: Mapped[int] = mapped_column(server_default="0")
    files: Mapped[int] = mapped_column(server_default="0")
    size: Mapped[int] = mapped_column(server_default="0")
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]

    __table_args__ = (
        within("record_id", "record"),
        within("member_id", "membership", ondelete="NO ACTION"),
        CheckConstraint("state IN ('making', 'ready')", name="state"),
        Index("ix_disclosure_of_record", "tenant_id", "record_id"),
        Index("ix_disclosure_by_end", "tenant_id", "expires_at"),
    )
