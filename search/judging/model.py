"""A member's word on a record that was found for a question."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class SearchJudgement(OfWorkspace):
    """`asked` is the question in the one form in which questions are compared.

    `answered`: the record was cited in an answer, and is not only a result.
    """

    __tablename__ = "search_judgement"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str]
    answered: Mapped[bool]
    right: Mapped[bool]
    at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        within("record_id", "record"),
        Index("ix_search_judgement_of_record", "tenant_id", "record_id"),
    )
