"""The stream of changes: what timeline, audit, search and notifications read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.model import Identified, insert_rows
from kernel.principal import Principal


class Event(Identified):
    """One change, never altered: who did what to which record, before and after."""

    __tablename__ = "event"

    record_type: Mapped[str]
    record_id: Mapped[UUID]
    action: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_event_of_record", "tenant_id", "record_id", "at", "id"),
        Index("ix_event_by_type", "tenant_id", "record_type", "at", "id"),
        Index("ix_event_by_time", "tenant_id", "at", "id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )


# Told of new events: adds its parts to the statement that writes them.
Follower = Callable[[WriteBatch, Principal, list[dict[str, Any]]], None]
FOLLOWERS: list[Follower] = []

_INSERT = """
INSERT INTO event (tenant_id, id, record_type, record_id, action, actor_id, actor_name, source,
                   before, after, at)
VALUES (:tenant_id, :id, :record_type, :record_id, :action, :actor_id, :actor_name, :source,
        :before, :after, :at)
RETURNING id
"""


def append(
    batch: WriteBatch,
    principal: Principal,
    *,
    record_type: str,
    record_id: UUID,
    action: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> UUID:
    """Add the event of a change to the write that makes it; its id."""
    event = event_of(
        principal,
        record_type=record_type,
        record_id=record_id,
        action=action,
        before=before,
        after=after,
    )
    batch.add(_INSERT, **event)
    _tell(batch, principal, [event])
    event_id: UUID = event["id"]
    return event_id


def append_many(batch: WriteBatch, principal: Principal, events: list[dict[str, Any]]) -> None:
    """Add many events, made by `event_of`, to the write that makes their changes."""
    batch.add(insert_rows("event"), tenant_id=principal.tenant_id, rows=events)
    _tell(batch, principal, events)


def _tell(batch: WriteBatch, principal: Principal, events: list[dict[str, Any]]) -> None:
    for follow in FOLLOWERS:
        follow(batch, principal, events)


def event_of(principal: Principal, **said: Any) -> dict[str, Any]:
    """The row of an event: `record_type`, `record_id`, `action`, `before` and `after`."""
    return {
        "tenant_id": principal.tenant_id,
        "id": uuid7(),
        "actor_id": principal.member_id,
        "actor_name": principal.name,
        "source": principal.via,
        "at": clock.now(),
        **said,
    }
