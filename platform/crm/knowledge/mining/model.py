"""That an objection or a need was heard, and what is heard again and again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class KnowledgeTheme(Identified):
    """What customers say in other words and mean alike, known again from week to week.

    `terms` are the most telling ones; a reader is told those that stand in visits they see.
    """

    __tablename__ = "knowledge_theme"

    heard: Mapped[str]
    terms: Mapped[list[str]]
    since: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("heard IN ('objection', 'need')", name="heard"),
        {"info": {"derived": True}},
    )


class KnowledgeMention(OfWorkspace):
    """An activity tells of an objection or a need about a topic; its words stay there.

    So whoever counts counts what they may see, and what is forgotten there is forgotten here.
    """

    __tablename__ = "knowledge_mention"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    heard: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    theme_id: Mapped[UUID | None]

    __table_args__ = (
        within("record_id", "record"),
        within("theme_id", "knowledge_theme"),
        CheckConstraint("heard IN ('objection', 'need')", name="heard"),
        Index("ix_knowledge_mention_by_topic", "tenant_id", "heard", "topic", "at", "record_id"),
        Index(
            "ix_knowledge_mention_of_theme",
            "tenant_id",
            "theme_id",
            "record_id",
            postgresql_where=sql("theme_id IS NOT NULL"),
        ),
        {"info": {"derived": True}},
    )
