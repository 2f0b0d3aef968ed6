"""That an objection or a need was heard."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class KnowledgeMention(OfWorkspace):
    """An activity tells of an objection or a need about a topic; its words stay there.

    So whoever counts counts what they may see, and what is forgotten there is forgotten here.
    """

    __tablename__ = "knowledge_mention"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    heard: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (
        within("record_id", "record"),
        CheckConstraint("heard IN ('objection', 'need')", name="heard"),
        Index("ix_knowledge_mention_by_topic", "tenant_id", "heard", "topic", "at", "record_id"),
        {"info": {"derived": True}},
    )
