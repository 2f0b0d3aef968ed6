"""What lies in a pool, as those inside see it: without what is hidden until it is claimed."""

from datetime import datetime
from typing import Any

import msgspec

from crm.customers.pool.standing import Standing
from crm.records.cursor import read_cursor, write_cursor
from crm.records.reading import view
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# Nothing of these before it is claimed: who had it, and what others call the day.
APART = frozenset({"owner_id", "created_by", "tags", "titles", "reclaim_at"})


class Lying(msgspec.Struct, frozen=True):
    """An entry: the record without its hidden fields, and how it came here."""

    record: dict[str, Any]
    entered_at: datetime
    cause: str
    reason: str
    previous_owner: str


class LyingPage(msgspec.Struct, frozen=True):
    """A page of what waits, the newest first."""

    items: list[Lying]
    next: str | None


async def lying(
    uow: UnitOfWork,
    principal: Principal,
    place: Standing,
    *,
    q: str = "",
    limit: int = 50,
    after: str = "",
) -> LyingPage:
    """The records that wait; `q` is part of a name."""
    kind = place.kind
    args = Args(principal.tenant_id, place.id)
    where = ""
    if q.strip():
        where += f" AND strpos(lower(a.name), {args(q.strip().casefold()[:100])}) > 0"
    if after:
        at, last = read_cursor(after)
        where += f" AND (e.entered_at, e.id) < ({args(at)}, {args(last)})"
    columns = ", ".join(f"a.{column}" for column in kind.columns)
    rows = await uow.fetch(
        f"""
        SELECT {columns}, NULL AS _links, NULL AS _tags, e.id AS entry_id, e.entered_at, e.cause,
            e.reason, coalesce(nullif(m.name, ''), p.name, '') AS previous_owner
        FROM pool_entry e
        JOIN {kind.table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
            AND a.owner_id IS NULL
        LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = e.previous_owner_id
        LEFT JOIN person p ON p.id = m.person_id
        WHERE e.tenant_id = $1 AND e.pool_id = $2 AND e.left_at IS NULL {where}
        ORDER BY e.tenant_id DESC, e.entered_at DESC, e.id DESC LIMIT {limit + 1}
        """,
        *args.values,
    )
    items = [_shown(principal, place, row) for row in rows[:limit]]
    end = rows[limit - 1] if len(rows) > limit else None
    return LyingPage(items, write_cursor(end["entered_at"], end["entry_id"]) if end else None)


def _shown(principal: Principal, place: Standing, row: Any) -> Lying:
    hidden = {*place.hidden_fields, *APART, *place.kind.relations}
    record = {k: v for k, v in view(principal, place.kind, row).items() if k not in hidden}
    said = (row["entered_at"], row["cause"], row["reason"], row["previous_owner"])
    return Lying(record, *said)
