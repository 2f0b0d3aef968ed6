"""Rules that give points to leads, and how often which trait was won or lost."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace


class ScoreRule(Identified):
    """Leads that match `condition` (a filter's text) get the points, fully or fading with time."""

    __tablename__ = "score_rule"

    name: Mapped[str]
    side: Mapped[str] = mapped_column(server_default="fit")
    condition: Mapped[str] = mapped_column(server_default="")
    points: Mapped[int]
    half_life_days: Mapped[int | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("side IN ('fit', 'behaviour')", name="side"),
        CheckConstraint("points BETWEEN -100 AND 100", name="points"),
        CheckConstraint("half_life_days > 0", name="half_life"),
        Index("ix_score_rule_by_age", "tenant_id", "created_at", "id"),
    )


class LeadFrequency(OfWorkspace):
    """Of the leads that are closed: how many with this trait were won, how many lost."""

    __tablename__ = "lead_frequency"

    field: Mapped[str] = mapped_column(primary_key=True)
    trait: Mapped[str] = mapped_column(primary_key=True)
    won: Mapped[int] = mapped_column(server_default="0")
    lost: Mapped[int] = mapped_column(server_default="0")
