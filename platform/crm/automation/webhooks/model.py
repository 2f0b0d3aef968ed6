"""Addresses that are told what happens, and what they were told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Webhook(Identified):
    """An address, and the events that it is told: `contact.created`, `deal.*`, `*.*`.

    It is told what its maker may see, and ends with them. While `old_secret` holds, messages are
    signed with both.
    """

    __tablename__ = "webhook"

    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[str]]
    member_id: Mapped[UUID]
    secret: Mapped[str]
    old_secret: Mapped[str | None]
    old_ends_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(server_default="true")
    ended_by: Mapped[str] = mapped_column(server_default="")
    failing_since: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership"),
        CheckConstraint("ended_by IN ('', 'failures', 'gone', 'member')", name="ended_by"),
    )


class WebhookDelivery(Identified):
    """One message to one webhook; its id stays when it is sent again. Without an event, a test."""

    __tablename__ = "webhook_delivery"

    webhook_id: Mapped[UUID]
    event_id: Mapped[UUID | None]
    record_id: Mapped[UUID | None]
    event: Mapped[str]
    body: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]

    __table_args__ = (
        within("webhook_id", "webhook"),
        # What is gone for good is not told any more.
        within("record_id", "record"),
        UniqueConstraint("tenant_id", "webhook_id", "event_id"),
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        Index("ix_webhook_delivery_log", "tenant_id", "webhook_id", "id"),
        Index(
            "ix_webhook_delivery_failed",
            "tenant_id",
            "webhook_id",
            "id",
            postgresql_where=text("state = 'failed'"),
        ),
        Index("ix_webhook_delivery_of_record", "tenant_id", "record_id"),
        Index("ix_webhook_delivery_by_time", "tenant_id", "created_at"),
        {"info": {"derived": True}},
    )
