"""Reading the audit: newest first, by actor, kind and time."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import Unreadable
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from kernel.veils import change_seen


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; `until` is exclusive."""

    actor_id: UUID | None = None
    record_type: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: str = ""
    limit: int = 50


class Found(msgspec.Struct, frozen=True):
    """One page, and the cursor of the next."""

    items: list[dict[str, Any]]
    next: str | None


async def listed(uow: UnitOfWork, principal: Principal, wanted: Wanted) -> Found:
    """One page of events, without what is hidden from the reader."""
    args = Args(uow.tenant_id)
    where = ["e.tenant_id = $1"]
    if wanted.actor_id is not None:
        where.append(f"e.actor_id = {args(wanted.actor_id)}")
    if wanted.record_type:
        where.append(f"e.record_type = {args(wanted.record_type)}")
    if wanted.action:
        where.append(f"e.action = {args(wanted.action)}")
    if wanted.since is not None:
        where.append(f"e.at >= {args(wanted.since)}")
    if wanted.until is not None:
        where.append(f"e.at < {args(wanted.until)}")
    if wanted.after:
        at, event_id = _place(wanted.after)
        where.append(f"(e.at, e.id) < ({args(at)}, {args(event_id)})")
    rows = await uow.fetch(
        "SELECT e.id, e.at, e.record_type, e.record_id, e.action, e.actor_id, e.actor_name, "
        f"e.source, e.before, e.after FROM event e WHERE {' AND '.join(where)} "
        f"ORDER BY e.tenant_id DESC, e.at DESC, e.id DESC LIMIT {args(wanted.limit + 1)}",
        *args.values,
    )
    last = rows[wanted.limit - 1] if len(rows) > wanted.limit else None
    shown = (change_seen(principal, row["record_type"], row) for row in rows[: wanted.limit])
    items = [event for event in shown if event is not None]
    return Found(items, _cursor(last) if last else None)


async def record_types(uow: UnitOfWork) -> list[str]:
    """The kinds of things that have ever changed here: a hop per kind, not a scan."""
    rows = await uow.fetch(
        """
        WITH RECURSIVE kinds AS (
            (SELECT e.record_type FROM event e WHERE e.tenant_id = $1
             ORDER BY e.tenant_id, e.record_type LIMIT 1)
            UNION ALL
            SELECT (SELECT e.record_type FROM event e
                    WHERE e.tenant_id = $1 AND e.record_type > k.record_type
                    ORDER BY e.tenant_id, e.record_type LIMIT 1)
            FROM kinds k WHERE k.record_type IS NOT NULL
        )
        SELECT record_type FROM kinds WHERE record_type IS NOT NULL
        """,
        uow.tenant_id,
    )
    return [row["record_type"] for row in rows]


def _cursor(item: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(f"{item['at'].isoformat()} {item['id']}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, event_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(event_id)
    except (ValueError, binascii.Error) as error:
        raise Unreadable(_("The cursor is not one of ours. Start from the first page.")) from error
