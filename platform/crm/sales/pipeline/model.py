"""A pipeline and its stages, as the workspace sets them up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Pipeline(Identified):
    """`regress` lets deals go back to an earlier stage; the first one is the default."""

    __tablename__ = "pipeline"

    name: Mapped[str]
    position: Mapped[int]
    regress: Mapped[bool] = mapped_column(server_default="true")
    archived_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_pipeline_by_position", "tenant_id", "position", "id"),)


class Stage(Identified):
    """`probability` in percent; `needs` are fields that a deal must have to come in.

    `target_days` is how long a deal should stay, `rot_days` after how long without a word it rots.
    `playbook` says to whoever has a deal in it what to do.
    """

    __tablename__ = "stage"

    pipeline_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="open")
    position: Mapped[int]
    probability: Mapped[int]
    color: Mapped[str] = mapped_column(server_default="grey")
    target_days: Mapped[int | None]
    rot_days: Mapped[int | None]
    needs: Mapped[list[str]] = mapped_column(server_default="{}")
    checklist: Mapped[list[str]] = mapped_column(server_default="{}")
    playbook: Mapped[str] = mapped_column(server_default="")
    archived_at: Mapped[datetime | None]

    __table_args__: tuple[Any, ...] = (
        within("pipeline_id", "pipeline"),
        CheckConstraint("kind IN ('open', 'won', 'lost')", name="kind"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability"),
        Index("ix_stage_of_pipeline", "tenant_id", "pipeline_id", "position", "id"),
    )
