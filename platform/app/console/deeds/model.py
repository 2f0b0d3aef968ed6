"""The operators' own audit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class Deed(Base):
    """Who did what, where and why; it outlives the workspace and the operator's account."""

    __tablename__ = "operator_deed"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    at: Mapped[datetime]
    operator_id: Mapped[UUID | None]
    operator: Mapped[str]
    action: Mapped[str]
    workspace_id: Mapped[UUID | None]
    workspace: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    said: Mapped[dict[str, Any]] = mapped_column(server_default="{}")

    __table_args__ = (
        Index("ix_operator_deed_at", "at", "id"),
        Index("ix_operator_deed_of_workspace", "workspace_id", "at", "id"),
    )
