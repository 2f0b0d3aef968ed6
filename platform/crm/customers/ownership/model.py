"""One owner's time with one record."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.i18n import lazy
from kernel.model import Identified, within

CAUSES: Final = {
    "create": lazy("made by them"),
    "import": lazy("imported"),
    "claim": lazy("claimed from the pool"),
    "assign": lazy("assigned from the pool"),
    "transfer": lazy("handed over"),
    "offboard": lazy("taken over from a colleague who left"),
    "release": lazy("given up"),
    "reclaim": lazy("gone back to the pool"),
}


class OwnershipSpan(Identified):
    """`cause`, `reason` and `actor_id` say how it began; `end_cause` how it ended."""

    __tablename__ = "ownership_span"

    record_id: Mapped[UUID]
    record_type: Mapped[str]
    owner_id: Mapped[UUID]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    cause: Mapped[str]
    end_cause: Mapped[str | None]
    reason: Mapped[str] = mapped_column(server_default="")
    end_reason: Mapped[str] = mapped_column(server_default="")
    actor_id: Mapped[UUID | None]

    __table_args__ = (
        within("record_id", "record"),
        within("owner_id", "membership", ondelete="NO ACTION"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
        Index(
            "uq_ownership_span_open",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_ownership_span_of_record", "tenant_id", "record_id", "started_at", "id"),
        Index("ix_ownership_span_of_owner", "tenant_id", "owner_id", "cause", "started_at", "id"),
    )
