"""How knowledge is used: by whom, for which record, on which day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class KnowledgeUse(OfWorkspace):
    """A member was shown a piece, opened it or quoted it: once a day for each record.

    `about_id` is the record for which that was; the piece itself where there was none.
    """

    __tablename__ = "knowledge_use"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)

    __table_args__ = (
        within("item_id", "record"),
        within("about_id", "record"),
        within("member_id", "membership"),
        CheckConstraint("way IN ('shown', 'opened', 'quoted')", name="way"),
        Index("ix_knowledge_use_about", "tenant_id", "about_id", "way", "item_id"),
    )


class KnowledgeVote(OfWorkspace):
    """Whether a piece helped a member: the last word counts."""

    __tablename__ = "knowledge_vote"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    helped: Mapped[bool]
    at: Mapped[datetime]

    __table_args__ = (within("item_id", "record"), within("member_id", "membership"))


class KnowledgeThanks(OfWorkspace):
    """A member thanked whoever wrote it, once."""

    __tablename__ = "knowledge_thanks"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (within("item_id", "record"), within("member_id", "membership"))


class KnowledgePush(OfWorkspace):
    """A piece was sent to a member for an open deal: never twice to the same."""

    __tablename__ = "knowledge_push"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    deal_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = (
        within("item_id", "record"),
        within("deal_id", "record"),
        within("member_id", "membership"),
        Index("ix_knowledge_push_of_member", "tenant_id", "member_id", "at"),
    )
