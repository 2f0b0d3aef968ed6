"""A member's leaving, and who got what was theirs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Offboarding(Identified):
    """`batch_id` takes the records back; `pool_id` got the companies, `owner_id` all else."""

    __tablename__ = "offboarding"

    member_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    pool_id: Mapped[UUID | None]
    batch_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(server_default="")
    left_alone: Mapped[int] = mapped_column(server_default="0")
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership"),
        within("owner_id", "membership"),
        within("pool_id", "pool", ondelete="NO ACTION"),
        Index("ix_offboarding_of_member", "tenant_id", "member_id", "created_at", "id"),
    )
