"""An export of a whole workspace: made by the worker, kept for a week."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Export(Identified):
    """One archive in the making; `done` of `total` tables are written."""

    __tablename__ = "export"

    member_id: Mapped[UUID | None]
    member_name: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str]
    total: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    rows: Mapped[int] = mapped_column(server_default="0")
    files: Mapped[int] = mapped_column(server_default="0")
    size: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        Index("ix_export_by_time", "tenant_id", "created_at", "id"),
    )
