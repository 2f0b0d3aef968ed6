"""What customers wrote, and the answers that are given often."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Conversation(Identified):
    """Somebody outside who writes to the workspace's own bot; `record_id` is who it is for us."""

    __tablename__ = "conversation"

    channel: Mapped[str]
    bot_id: Mapped[str]
    chat_id: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="")
    record_id: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default="open")
    last_text: Mapped[str] = mapped_column(server_default="")
    last_at: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("record_id", "record"),
        within("assignee_id", "membership"),
        UniqueConstraint("tenant_id", "channel", "bot_id", "chat_id"),
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        Index("ix_conversation_last", "tenant_id", "state", "last_at"),
        Index("ix_conversation_of_record", "tenant_id", "record_id"),
    )


class ConversationLine(Identified):
    """One message of it; `member_id` is who answered."""

    __tablename__ = "conversation_line"

    conversation_id: Mapped[UUID]
    direction: Mapped[str]
    member_id: Mapped[UUID | None]
    text: Mapped[str]
    files: Mapped[list[Any]] = mapped_column(
        server_default="[]", comment="what came along; kept as attachments of the record"
    )
    at: Mapped[datetime]

    __table_args__ = (
        within("conversation_id", "conversation"),
        within("member_id", "membership"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        Index("ix_conversation_line_of", "tenant_id", "conversation_id", "id"),
    )


class CannedReply(Identified):
    """An answer that is given often, by its name."""

    __tablename__ = "canned_reply"

    name: Mapped[str]
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("tenant_id", "name"),)
