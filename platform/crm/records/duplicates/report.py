"""The report: suspected pairs among existing records, and what people said of them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.duplicates.finding import told_reasons
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel import clock
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

State = Literal["open", "dismissed", "merged"]

_DECIDE = """
UPDATE duplicate_pair SET state = $3, decided_at = $4, decided_by = $5
WHERE tenant_id = $1 AND id = $2 AND state <> 'merged'
"""


class Half(msgspec.Struct, frozen=True):
    """One of the two."""

    id: UUID
    title: str
    owner_id: UUID | None


class Suspicion(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that may be the same."""

    id: UUID
    a: Half
    b: Half
    score: int
    reasons: tuple[str, ...]
    state: State
    found_at: datetime


class Report(msgspec.Struct, frozen=True):
    """A page of pairs, the latest found first."""

    items: list[Suspicion]
    next: str | None


async def report(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    *,
    state: State = "open",
    limit: int = 50,
    after: str = "",
) -> Report:
    """The pairs of which the principal sees both."""
    args = Args(principal.tenant_id, kind.name, state)
    beyond = ""
    if after:
        at, last = read_cursor(after)
        beyond = f"AND (p.found_at, p.id) < ({args(at)}, {args(last)})"
    rows = await uow.fetch(
        f"""
        SELECT p.id, p.score, p.reason, p.state, p.found_at, a.id AS a_id, a.title AS a_title,
            a.owner_id AS a_owner, b.id AS b_id, b.title AS b_title, b.owner_id AS b_owner
        FROM duplicate_pair p {_both(principal, args, kind)}
            AND p.record_type = $2 AND p.state = $3 {beyond}
        ORDER BY p.tenant_id, p.found_at DESC, p.id DESC LIMIT {limit + 1}
        """,
        *args.values,
    )
    items = [_suspicion(kind, principal, row) for row in rows[:limit]]
    more = len(rows) > limit
    following = write_cursor(items[-1].found_at, items[-1].id) if more else None
    return Report([one for one in items if one.reasons], following)


async def dismiss(uow: UnitOfWork, principal: Principal, kind: RecordType, pair_id: UUID) -> None:
    """Not the same: remembered, whatever is written to them."""
    await _demand_seen(uow, principal, kind, pair_id)
    now, me = clock.now(), principal.member_id
    await uow.execute(_DECIDE, principal.tenant_id, pair_id, "dismissed", now, me)


async def suspect(uow: UnitOfWork, principal: Principal, kind: RecordType, pair_id: UUID) -> None:
    """They may be the same after all."""
    await _demand_seen(uow, principal, kind, pair_id)
    await uow.execute(_DECIDE, principal.tenant_id, pair_id, "open", None, None)


async def _demand_seen(
    uow: UnitOfWork, principal: Principal, kind: RecordType, pair_id: UUID
) -> None:
    args = Args(principal.tenant_id, pair_id, kind.name)
    seen = await uow.fetchval(
        f"SELECT p.id FROM duplicate_pair p {_both(principal, args, kind)} "
        "AND p.id = $2 AND p.record_type = $3",
        *args.values,
    )
    if seen is None:
        raise NotFound


def _both(principal: Principal, args: Args, kind: RecordType) -> str:
    """The two records, alive and both visible: half a pair would tell of the other."""
    scopes = " AND ".join(visible(principal, args, alias, of=kind) for alias in ("a", "b"))
    return f"""
    JOIN record a ON a.tenant_id = $1 AND a.id = p.a_id AND a.deleted_at IS NULL
    JOIN record b ON b.tenant_id = $1 AND b.id = p.b_id AND b.deleted_at IS NULL
    WHERE p.tenant_id = $1 AND {scopes}
    """


def _suspicion(kind: RecordType, principal: Principal, row: Any) -> Suspicion:
    return Suspicion(
        id=row["id"],
        a=Half(row["a_id"], row["a_title"], row["a_owner"]),
        b=Half(row["b_id"], row["b_title"], row["b_owner"]),
        score=row["score"],
        reasons=told_reasons(kind, principal, row["reason"]),
        state=row["state"],
        found_at=row["found_at"],
    )
