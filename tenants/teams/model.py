"""A team and its place in the tree."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from kernel.model import Identified, within


class Team(Identified):
    """Managers see their own team and every team below it."""

    __tablename__ = "team"

    name: Mapped[str]
    parent_id: Mapped[UUID | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("parent_id", "team", ondelete="NO ACTION"),
        Index("ix_team_children", "tenant_id", "parent_id"),
    )
