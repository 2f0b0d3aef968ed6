"""What leaves us (mail, chat, webhook): one table, in the transaction of its cause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.jobs import enqueue_part
from kernel.model import Base
from kernel.sending import SENDERS, Blocked, Hopeless, Later, Outgoing, Sender
from kernel.transaction import UnitOfWork

__all__ = [
    "SENDERS",
    "Blocked",
    "Delivery",
    "Hopeless",
    "Later",
    "Outgoing",
    "Sender",
    "post",
    "post_part",
]


class Delivery(Base):
    """One message to one destination; order is kept per destination.

    Not a workspace's table: mail is sent before there is a workspace. The app may only insert.
    """

    __tablename__ = "delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    workspace_id: Mapped[UUID | None]
    channel: Mapped[str]
    destination: Mapped[str]
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str] = mapped_column(server_default="")
    reference: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'dead', 'blocked')", name="state"),
        Index(
            "ix_delivery_waiting",
            "channel",
            "destination",
            "id",
            postgresql_where=text("state = 'waiting'"),
        ),
    )


_INSERT = """
INSERT INTO delivery (id, workspace_id, channel, destination, payload, created_at, due_at)
VALUES (:id, :workspace_id, :channel, :destination, :payload, :now, :now) RETURNING true AS posted
"""


def post_part(
    batch: WriteBatch,
    *,
    channel: str,
    destination: str,
    payload: dict[str, Any],
    workspace_id: UUID | None = None,
) -> UUID:
    """Add a message to a write; it is sent after the commit, at least once, in order."""
    delivery_id = uuid7()
    batch.add(
        _INSERT,
        id=delivery_id,
        workspace_id=workspace_id,
        channel=channel,
        destination=destination,
        payload=payload,
        now=clock.now(),
    )
    # A workspace's messages are its own turn; what has no workspace waits by destination.
    lane = str(workspace_id or destination)
    job = {"channel": channel, "destination": destination, "lane": lane}
    enqueue_part(batch, "delivery.send", job, lane=lane)
    return delivery_id


async def post(
    uow: UnitOfWork,
    *,
    channel: str,
    destination: str,
    payload: dict[str, Any],
    workspace_id: UUID | None = None,
) -> UUID:
    """`post_part` as a write of its own."""
    batch = WriteBatch()
    delivery_id = post_part(
        batch,
        channel=channel,
        destination=destination,
        payload=payload,
        workspace_id=workspace_id,
    )
    await batch.run(uow)
    return delivery_id
