"""What is said to the bot: threads, drafts, buttons, and the chats that are tied to people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base, Identified, OfWorkspace, within


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


class BotAccount(Base):
    """A workspace's own bot; the deployment's own is a setting."""

    __tablename__ = "bot_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    channel: Mapped[str]
    number: Mapped[str] = mapped_column(comment="what the network calls the bot")
    path: Mapped[str] = mapped_column(comment="of its webhook: nobody else can guess it")
    username: Mapped[str] = mapped_column(server_default="")
    sealed: Mapped[str] = mapped_column(comment="its token and secrets")
    answers_customers: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("channel", "number"),
        UniqueConstraint("channel", "path"),
        UniqueConstraint("channel", "workspace_id"),
    )


class BotGroup(Base):
    """A group that a member tied to a workspace: nothing of any other is said there."""

    __tablename__ = "bot_group"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str]
    bot_id: Mapped[str]
    chat_id: Mapped[str]
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str]
    tells_won: Mapped[bool] = mapped_column(
        server_default="false", comment="whether won deals are told there"
    )
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("channel", "bot_id", "chat_id"),
        Index("ix_bot_group_of_workspace", "workspace_id"),
    )


class BotBinding(Base):
    """A chat that belongs to a person, and the workspace that it speaks to at present."""

    __tablename__ = "bot_binding"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str]
    bot_id: Mapped[str]
    chat_id: Mapped[str]
    user_id: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    workspace_ids: Mapped[list[UUID]] = mapped_column(comment="those that it may switch to")
    state: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("channel", "bot_id", "chat_id"),
        CheckConstraint("state IN ('active', 'blocked')", name="state"),
        Index("ix_bot_binding_of_person", "person_id"),
    )


class BotLinkToken(Base):
    """A deep link that ties a chat to a person: fifteen minutes, once."""

    __tablename__ = "bot_link_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    workspace_ids: Mapped[list[UUID]]
    claimed_by: Mapped[str] = mapped_column(
        server_default="", comment="the chat that opened it and has yet to confirm"
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_bot_link_token_of_person", "person_id"),)


class BotInbox(Base):
    """What a chat network sent, as it came; worked off in order per chat, or laid aside."""

    __tablename__ = "bot_inbox"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    channel: Mapped[str]
    bot_id: Mapped[str]
    event_id: Mapped[str | None] = mapped_column(comment="the network's own name of it")
    update_id: Mapped[int | None] = mapped_column(comment="its place in the order of its chat")
    chat_id: Mapped[str] = mapped_column(server_default="")
    # Bytes, for jsonb cannot hold all that JSON can say.
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str] = mapped_column(server_default="")
    received_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("channel", "bot_id", "event_id"),
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index(
            "ix_bot_inbox_waiting",
            "channel",
            "bot_id",
            "chat_id",
            "update_id",
            postgresql_where=text("state = 'waiting'"),
        ),
    )
