"""What a workspace decided about its knowledge."""

from sqlalchemy import ARRAY, CheckConstraint, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace


class KnowledgeHabits(OfWorkspace):
    """One row; without it, as it is delivered."""

    __tablename__ = "knowledge_habits"

    pushes_a_week: Mapped[int] = mapped_column(SmallInteger)
    worded: Mapped[bool]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")

    __table_args__ = (CheckConstraint("pushes_a_week BETWEEN 0 AND 20", name="pushes_a_week"),)
