"""Where a company belongs: by hand, else to the first territory whose rule fits."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.territory.tree import Tree, today, tree_of
from crm.records.filtering import Filtering
from crm.records.keeper import whole
from crm.records.ports import Change
from kernel import clock
from kernel.filters import BadFilter
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

BATCH: Final = 500

_HOLD = """
SELECT c.id FROM company c WHERE c.tenant_id = $1 AND c.id = ANY($2) AND c.deleted_at IS NULL
ORDER BY c.tenant_id, c.id FOR NO KEY UPDATE
"""
_CLOSE = """
UPDATE territory_span s SET ended_at = greatest($3, s.started_at)
WHERE s.tenant_id = $1 AND s.record_id = ANY($2) AND s.ended_at IS NULL
"""
# Never before the end of the one before it, whatever the clock did.
_OPEN = """
INSERT INTO territory_span (tenant_id, id, record_id, territory_id, by_hand, started_at)
SELECT $1, n.id, n.record_id, n.territory_id, n.by_hand, greatest($6::timestamptz, (
    SELECT max(s.ended_at) FROM territory_span s
    WHERE s.tenant_id = $1 AND s.record_id = n.record_id))
FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bool[])
    AS n(id, record_id, territory_id, by_hand)
RETURNING id
"""


class Move(msgspec.Struct, frozen=True):
    """A company that does not lie where it belongs; None is no territory."""

    record_id: UUID
    held: UUID | None
    due: UUID | None
    by_hand: bool


def standing(tree: Tree, principal: Principal, args: Args) -> str:
    """SELECT `a.*` live companies with `held`, `due` and `by_hand`; more conditions may follow it.

    Rules are asked with the sight of somebody who sees everything.
    """
    day, everybody = today(), whole(principal)
    cases = []
    for taker in tree.takers(day):
        try:
            fits = Filtering(COMPANY, everybody, args, "a").sql(taker.node)
        except BadFilter:
            # It names a field that is no longer there: it takes nothing until it is mended.
            continue
        spared = f"x.spared && {args(taker.chain)}::uuid[]"
        cases.append(f"WHEN {fits} AND NOT {spared} THEN {args(taker.id)}::uuid")
    rules = f"CASE {' '.join(cases)} END" if cases else "NULL::uuid"
    return (
        f"SELECT a.*, s.territory_id AS held, s.by_hand AS held_by, "
        f"coalesce(p.territory_id, {rules}) AS due, "
        f"p.territory_id IS NOT NULL AS by_hand FROM company a "
        "LEFT JOIN territory_span s ON s.tenant_id = $1 AND s.record_id = a.id "
        "AND s.ended_at IS NULL "
        "LEFT JOIN territory_account p ON p.tenant_id = $1 AND p.record_id = a.id "
        f"AND p.included AND p.territory_id = ANY({args(tree.in_force(day))}::uuid[]) "
        "CROSS JOIN LATERAL (SELECT ARRAY(SELECT n.territory_id FROM territory_account n "
        "WHERE n.tenant_id = $1 AND n.record_id = a.id AND NOT n.included) AS spared) x "
        "WHERE a.tenant_id = $1 AND a.deleted_at IS NULL"
    )


async def settle(uow: UnitOfWork, change: Change) -> None:
    """A company was written: it lies where it belongs from now on, in the same transaction."""
    tree = tree_of(change.principal)
    if not tree.items or change.action == "deleted":
        return
    if change.before is None or change.action == "restored" or change.changed & tree.fields:
        await _put(uow, await misplaced(uow, change.principal, tree, [change.record_id]))


async def place(uow: UnitOfWork, principal: Principal, ids: Iterable[UUID]) -> list[Move]:
    """Bring these companies where they belong; what moved."""
    tree = tree_of(principal)
    found = await misplaced(uow, principal, tree, list(ids))
    if not found:
        return []
    # Looked at again while they are held: somebody may just have moved one.
    held = await uow.fetch(_HOLD, principal.tenant_id, [move.record_id for move in found])
    moves = await misplaced(uow, principal, tree, [row["id"] for row in held])
    await _put(uow, moves)
    return moves


async def misplaced(
    uow: UnitOfWork, principal: Principal, tree: Tree, ids: list[UUID]
) -> list[Move]:
    """Those of these companies that lie elsewhere than they belong."""
    args = Args(principal.tenant_id, ids)
    rows: list[Any] = await uow.fetch(
        f"SELECT m.id, m.held, m.due, m.by_hand FROM ({standing(tree, principal, args)} "
        "AND a.id = ANY($2)) m WHERE m.held IS DISTINCT FROM m.due "
        "OR (m.due IS NOT NULL AND m.held_by <> m.by_hand)",
        *args.values,
    )
    return [Move(*row.values()) for row in rows]


async def _put(uow: UnitOfWork, moves: list[Move]) -> None:
    if not moves:
        return
    now, tenant = clock.now(), uow.tenant_id
    if ended := [move.record_id for move in moves if move.held]:
        await uow.execute(_CLOSE, tenant, ended, now)
    coming = [(uuid7(), move.record_id, move.due, move.by_hand) for move in moves if move.due]
    if coming:
        ids, records, territories, ways = (list(column) for column in zip(*coming, strict=True))
        await uow.execute(_OPEN, tenant, ids, records, territories, ways, now)
