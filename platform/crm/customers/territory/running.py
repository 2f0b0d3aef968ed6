"""After a change every company is looked at anew: some at a time, with what is done to be seen."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.territory.giving import Giving
from crm.customers.territory.placing import BATCH, place
from crm.customers.territory.tree import tree_of
from crm.customers.territory.wishes import Transfer
from crm.records.keeper import keeper, whole
from crm.records.undo.recording import begin, end
from kernel import clock, jobs
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

RUN: Final = "territory.run"
PLACE: Final = "territory.place"
# For writes that had begun before the change and did not know of it.
STRAGGLERS: Final = timedelta(minutes=2)

_BEGIN = """
INSERT INTO territory_run (tenant_id, id, label, transfer, member_id, batch_id, total, started_at)
SELECT $1, $2, $3, $4, $5, $6, count(*), $7 FROM company c
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL RETURNING id
"""
_HELD = """
SELECT r.transfer, r.member_id, r.batch_id FROM territory_run r
WHERE r.tenant_id = $1 AND r.id = $2 AND r.ended_at IS NULL FOR UPDATE
"""
_ON = """
UPDATE territory_run r SET seen = r.seen + $3, moved = r.moved + $4, given = r.given + $5,
    left_alone = r.left_alone + $6, ended_at = $7
WHERE r.tenant_id = $1 AND r.id = $2
"""
_LATEST = """
SELECT r.id, r.label, r.transfer, r.batch_id, r.total, r.seen, r.moved, r.given, r.left_alone,
    r.started_at, r.ended_at
FROM territory_run r WHERE r.tenant_id = $1
ORDER BY r.tenant_id, r.started_at DESC, r.id DESC LIMIT $2
"""
_NEXT = """
SELECT c.id FROM company c WHERE c.tenant_id = $1 AND c.deleted_at IS NULL
    AND ($2::uuid IS NULL OR c.id > $2)
ORDER BY c.tenant_id, c.id LIMIT $3
"""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is: `seen` of `total` companies, of which `moved` lie elsewhere now.

    `given` got another owner, who is taken back by the batch; `left_alone` could not.
    """

    id: UUID
    label: str
    transfer: Transfer
    batch_id: UUID | None
    total: int
    seen: int
    moved: int
    given: int
    left_alone: int
    started_at: datetime
    ended_at: datetime | None


async def begin_run(uow: UnitOfWork, me: Principal, label: str, transfer: Transfer) -> UUID:
    """In the transaction of the change; owners change as one batch."""
    batch_id = None
    if transfer != "none":
        batch_id = (await begin(uow, me, "transfer", "company", label)).batch_id
    run_id = uuid7()
    said = (label, transfer, me.member_id, batch_id, clock.now())
    await uow.execute(_BEGIN, me.tenant_id, run_id, *said)
    await jobs.enqueue(uow, RUN, {"id": str(run_id)})
    return run_id


async def runs(uow: UnitOfWork, most: int = 5) -> list[Run]:
    """The latest ones."""
    return [Run(**row) for row in await uow.fetch(_LATEST, uow.tenant_id, most)]


async def run_on(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next companies of a run; and again, while there are more."""
    run_id = UUID(payload["id"])
    run = await uow.fetchrow(_HELD, uow.tenant_id, run_id)
    acting = await _acting(uow, run) if run is not None else None
    if run is None or acting is None:
        return
    ids = await _next(uow, payload)
    moves = await place(uow, acting, ids)
    giving = Giving(uow, acting, tree_of(acting), run["transfer"], payload.get("turns") or {})
    for move in moves:
        await giving.give(move)
    over = len(ids) < BATCH
    done = (len(ids), len(moves), giving.given, giving.left_alone, clock.now() if over else None)
    await uow.execute(_ON, uow.tenant_id, run_id, *done)
    if not over:
        said = {"id": str(run_id), "after": str(ids[-1]), "turns": giving.turns}
        await jobs.enqueue(uow, RUN, said)
        return
    if acting.batch_id is not None:
        await end(uow, acting)
    await jobs.enqueue(uow, PLACE, {}, at=clock.now() + STRAGGLERS)


async def place_on(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next companies of a quiet round: nobody gets another owner by it."""
    acting = await keeper(uow)
    if acting is None or not acting.shape_version:
        return
    ids = await _next(uow, payload)
    await place(uow, acting, ids)
    if len(ids) == BATCH:
        await jobs.enqueue(uow, PLACE, {"after": str(ids[-1])})


async def _next(uow: UnitOfWork, payload: dict[str, Any]) -> list[UUID]:
    after = UUID(payload["after"]) if payload.get("after") else None
    return [row["id"] for row in await uow.fetch(_NEXT, uow.tenant_id, after, BATCH)]


async def _acting(uow: UnitOfWork, run: Any) -> Principal | None:
    """Who made the change, for the time of it with the sight of the house; else the house."""
    me = None
    if run["member_id"] is not None:
        me = await member(uow, uow.tenant_id, run["member_id"], via="system")  # type: ignore[arg-type]
    acting = whole(me) if me is not None else await keeper(uow)
    return msgspec.structs.replace(acting, batch_id=run["batch_id"]) if acting else None
