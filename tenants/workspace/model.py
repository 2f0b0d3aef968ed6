"""A firm's workspace, known to the world by its slug."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class Workspace(Base):
    """Not a workspace's own table: the slug is looked up before a workspace is known.

    `unindexed` are the fields, per record type, that some role does not see in full: they are
    never searched.
    `shape_version` grows with every change of its custom fields and lists.
    `entitled` is what its plan includes, by phases (`kernel.entitled`); None has no limits.
    `flags` are the features that an operator switched on or off for it alone.
    `ends_at` is when one that its owner has given up is removed for good.
    """

    __tablename__ = "workspace"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    currency: Mapped[str] = mapped_column(server_default="USD")
    status: Mapped[str] = mapped_column(server_default="active")
    unindexed: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    entitled: Mapped[dict[str, Any] | None]
    flags: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    ends_at: Mapped[datetime | None]
    shape_version: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        CheckConstraint("status IN ('active', 'suspended', 'deleted')", name="status"),
    )
