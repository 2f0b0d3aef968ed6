"""A question that nothing written answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class KnowledgeQuestion(Identified):
    """`owner_id` asked it, so often; `answer_id` is the piece of knowledge that answers it.

    Seen by who asked and by curators within whose reach that member is. `asked` is a digest of
    the one form in which questions are compared: whoever is forgotten stands in no copy of it.
    """

    __tablename__ = "knowledge_question"

    owner_id: Mapped[UUID]
    team_id: Mapped[UUID | None]
    text: Mapped[str]
    asked: Mapped[bytes] = mapped_column(LargeBinary)
    times: Mapped[int] = mapped_column(server_default="1")
    state: Mapped[str] = mapped_column(server_default="open")
    answer_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]

    __table_args__ = (
        within("owner_id", "membership"),
        CheckConstraint("state IN ('open', 'answered', 'dropped')", name="state"),
        UniqueConstraint("tenant_id", "owner_id", "asked"),
        Index("ix_knowledge_question_by_state", "tenant_id", "state", "last_at", "id"),
    )
