"""A promise that a customer stays where it is until a day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Protection(Identified):
    """`extended` counts how often the day was moved; a lifted one holds no more."""

    __tablename__ = "protection"

    record_id: Mapped[UUID]
    member_id: Mapped[UUID]
    until: Mapped[datetime]
    granted_by: Mapped[UUID]
    reason: Mapped[str] = mapped_column(server_default="")
    extended: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    __table_args__ = (
        within("record_id", "record"),
        within("member_id", "membership"),
        within("granted_by", "membership", ondelete="NO ACTION"),
        Index(
            "uq_protection_live",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_protection_of_member", "tenant_id", "member_id", "until"),
    )
