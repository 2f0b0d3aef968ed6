"""Visits of operators in workspaces."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class OperatorVisit(Base):
    """An operator with a member's rights; it ends with their session at the latest."""

    __tablename__ = "operator_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operator_account.id"))
    # Not kept up by a key: an operator who signs out ends the visit, and what was, was.
    session_id: Mapped[UUID]
    workspace_id: Mapped[UUID]
    member_id: Mapped[UUID]
    reason: Mapped[str]
    changes: Mapped[bool]
    exports: Mapped[bool]
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("ends_at <= began_at + interval '30 minutes'", name="half_an_hour"),
        Index("ix_operator_visit_of_workspace", "workspace_id", "began_at"),
    )
