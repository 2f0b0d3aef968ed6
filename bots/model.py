"""What is said to the bot: threads, drafts, buttons, files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class ChatThread(OfWorkspace):
    """One member's conversation in one chat; `awaiting` is the question that was put last.

    `numbered` are the buttons that stand as numbers in a channel without buttons.
    """

    __tablename__ = "chat_thread"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[str] = mapped_column(primary_key=True)
    awaiting: Mapped[dict[str, Any] | None]
    numbered: Mapped[list[Any]] = mapped_column(server_default="[]")
    updated_at: Mapped[datetime]

    __table_args__ = (within("member_id", "membership"),)


class ChatDraft(Identified):
    """A sentence as it was said, and the card made of it; `made` names the records it became."""

    __tablename__ = "chat_draft"

    member_id: Mapped[UUID]
    channel: Mapped[str]
    chat_id: Mapped[str]
    text: Mapped[str]
    card: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="open")
    made: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        CheckConstraint("state IN ('open', 'saved', 'cancelled')", name="state"),
        Index("ix_chat_draft_of_member", "tenant_id", "member_id", "channel", "chat_id", "id"),
    )


class ChatMessage(Identified):
    """The web chat as it is read again: what was said and what was answered."""

    __tablename__ = "chat_message"

    member_id: Mapped[UUID]
    direction: Mapped[str]
    text: Mapped[str]
    card: Mapped[dict[str, Any] | None]
    actions: Mapped[list[Any]] = mapped_column(server_default="[]")
    picture: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        Index("ix_chat_message_of_member", "tenant_id", "member_id", "id"),
    )


class ChatAction(Identified):
    """A button: its id says nothing, it works for one member, and where it writes only once."""

    __tablename__ = "chat_action"

    member_id: Mapped[UUID]
    draft_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    kind: Mapped[str]
    args: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership"),
        within("draft_id", "chat_draft"),
        Index("ix_chat_action_of_draft", "tenant_id", "draft_id"),
        Index("ix_chat_action_expiry", "tenant_id", "expires_at"),
    )


class ChatFile(Identified):
    """What came with a message, or a picture for one; it lies in the store under the same id.

    What came is kept as soon as it is fetched, and put beside the note when that is saved.
    """

    __tablename__ = "chat_file"

    member_id: Mapped[UUID]
    draft_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(server_default="")
    bot_id: Mapped[str] = mapped_column(server_default="")
    chat_id: Mapped[str] = mapped_column(server_default="")
    reference: Mapped[str] = mapped_column(
        server_default="", comment="the channel's name of it, to fetch it by"
    )
    kind: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger, server_default="0")
    seconds: Mapped[int] = mapped_column(server_default="0")
    sha256: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="waiting")
    transcript: Mapped[str | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        within("draft_id", "chat_draft"),
        CheckConstraint("state IN ('waiting', 'kept', 'attached', 'lost')", name="state"),
        Index("ix_chat_file_of_draft", "tenant_id", "draft_id"),
    )


class ChatTold(OfWorkspace):
    """What the product told a member by itself, so that it is told once."""

    __tablename__ = "chat_told"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        Index("ix_chat_told_at", "tenant_id", "at"),
    )
