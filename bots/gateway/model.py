"""Bots, the chats and groups that are tied to people and workspaces, and what they sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


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
    # The version before knew one network, and goes on writing while this one migrates.
    channel: Mapped[str] = mapped_column(server_default="telegram")
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
        # By which the version before knows a repeated one.
        UniqueConstraint("bot_id", "update_id"),
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index(
            "ix_bot_inbox_waiting",
            "channel",
            "bot_id",
            "chat_id",
            "update_id",
            postgresql_where=text("state = 'waiting'"),
        ),
        # When somebody wrote last, for the network that closes a chat after a day of silence.
        Index(
            "ix_bot_inbox_last",
            "bot_id",
            "chat_id",
            "received_at",
            postgresql_where=text("channel = 'whatsapp'"),
        ),
    )
