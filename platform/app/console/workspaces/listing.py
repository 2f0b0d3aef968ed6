"""All workspaces: sought, narrowed, ordered, page by page; nothing of what is in them."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.work import OperatorWork
from kernel import clock
from kernel.errors import Unreadable
from kernel.sql import Args

PAGE: Final = 50
STATES: Final = ("active", "suspended", "deleted")
# What it is ordered by, and as what a page's last one is written.
ORDERS: Final[dict[str, tuple[str, str]]] = {
    "name": ("lower(w.name)", "text"),
    "created": ("w.created_at", "timestamptz"),
    "people": ("p.people", "bigint"),
    "storage": ("f.storage", "bigint"),
    "active": ("coalesce(e.at, w.created_at)", "timestamptz"),
}
_LIST: Final = """
SELECT w.id, w.slug, w.name, w.status, w.created_at, p.people, f.storage, s.quantity AS seats,
       coalesce(e.at, w.created_at) AS active_at, coalesce(v.plan, '') AS plan,
       coalesce(s.status, '') AS bought, ({key})::text AS key
FROM workspace w
LEFT JOIN subscription s ON s.tenant_id = w.id
LEFT JOIN plan_version v ON v.id = s.version_id
CROSS JOIN LATERAL (SELECT count(*) AS people FROM membership m
    WHERE m.tenant_id = w.id AND m.status = 'active') p
CROSS JOIN LATERAL (SELECT coalesce(sum(a.size), 0)::bigint AS storage FROM attachment a
    WHERE a.tenant_id = w.id AND a.deleted_at IS NULL) f
LEFT JOIN LATERAL (SELECT x.at FROM event x WHERE x.tenant_id = w.id
    ORDER BY x.tenant_id DESC, x.at DESC, x.id DESC LIMIT 1) e ON true
WHERE {conditions} ORDER BY {key} {way}, w.id {way} LIMIT {limit}
"""
_BY_OWNER: Final = """
EXISTS (SELECT 1 FROM membership o JOIN person h ON h.id = o.person_id
        WHERE o.tenant_id = w.id AND o.role = 'owner' AND position({q} IN h.email) > 0)
"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator looks for; `sort` with a minus is the other way round."""

    q: str = ""
    status: str = ""
    plan: str = ""
    sort: str = "-active"
    after: str = ""

    @property
    def order(self) -> tuple[str, bool]:
        """By what, and whether the largest comes first."""
        return self.sort.removeprefix("-"), self.sort.startswith("-")


async def listed(work: OperatorWork, asked: Asked) -> tuple[list[dict[str, Any]], str]:
    """A page, and where the next one begins."""
    by, down = asked.order
    if by not in ORDERS:
        raise Unreadable
    key, kind = ORDERS[by]
    args = Args()
    conditions = ["true"]
    if asked.q:
        q = args(asked.q.strip().lower())
        conditions.append(
            f"(position({q} IN lower(w.name)) > 0 OR position({q} IN w.slug) > 0"
            f" OR {_BY_OWNER.format(q=q)})"
        )
    if asked.status:
        conditions.append(f"w.status = {args(asked.status)}")
    if asked.plan:
        conditions.append(f"v.plan = {args(asked.plan)}")
    if asked.after:
        last, id = _place(asked.after)
        sign = "<" if down else ">"
        conditions.append(f"({key}, w.id) {sign} ({args(last)}::text::{kind}, {args(id)}::uuid)")
    text = _LIST.format(
        key=key,
        conditions=" AND ".join(conditions),
        way="DESC" if down else "ASC",
        limit=args(PAGE + 1),
    )
    rows = [dict(row) for row in await work.fetch(text, *args.values)]
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return rows, f"{rows[-1]['id']} {rows[-1]['key']}" if more else ""


async def every(work: OperatorWork, asked: Asked) -> AsyncIterator[dict[str, Any]]:
    """All of them, a page at a time."""
    while True:
        rows, after = await listed(work, asked)
        for row in rows:
            yield row
        if not after:
            return
        asked = msgspec.structs.replace(asked, after=after)


def _place(after: str) -> tuple[str, UUID]:
    id, _space, last = after.partition(" ")
    try:
        return last, UUID(id)
    except ValueError as error:
        raise Unreadable from error


async def counted(work: OperatorWork) -> dict[str, int]:
    """How many there are, by state; and how many began within thirty days."""
    row: Any = await work.fetchrow(
        "SELECT count(*) FILTER (WHERE w.status = 'active') AS active,"
        " count(*) FILTER (WHERE w.status = 'suspended') AS suspended,"
        " count(*) FILTER (WHERE w.status = 'deleted') AS deleted,"
        " count(*) FILTER (WHERE w.created_at > $1::timestamptz - interval '30 days') AS young"
        " FROM workspace w",
        clock.now(),
    )
    return dict(row)
