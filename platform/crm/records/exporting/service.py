"""Exports of the whole workspace, as its administrators ask for them."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from crm.records.exporting.contents import exported_tables
from crm.records.exporting.packing import STEP
from kernel import clock, events, jobs
from kernel.batch import WriteBatch
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.workspace.holding import hold

KEPT = timedelta(days=7)
# Each reads the whole workspace, and takes its room on the disk until it expires.
AT_ONCE, MOST = 2, 20

_COLUMNS = """e.id, e.member_id, e.member_name, e.state, e.total, e.done, e.rows, e.files, e.size,
e.created_at, e.ready_at, e.expires_at"""
_INSERT = """
INSERT INTO export (tenant_id, id, member_id, member_name, state, total, created_at, expires_at)
VALUES ($1, $2, $3, $4, 'making', $5, $6, $7)
"""
_HELD = """
SELECT count(*) FILTER (WHERE e.state = 'making') AS making, count(*) AS kept FROM export e
WHERE e.tenant_id = $1 AND e.expires_at > $2
"""
_MANY = f"""
SELECT {_COLUMNS} FROM export e WHERE e.tenant_id = $1 AND e.expires_at > $2
ORDER BY e.tenant_id, e.created_at DESC, e.id DESC LIMIT 50
"""
_ONE = f"""
SELECT {_COLUMNS} FROM export e WHERE e.tenant_id = $1 AND e.id = $2 AND e.expires_at > $3
"""


class ExportView(msgspec.Struct, frozen=True, kw_only=True):
    """An archive; `state` is `making` or `ready`, `done` of `total` tables are written."""

    id: UUID
    member_id: UUID | None
    member_name: str
    state: str
    total: int
    done: int
    rows: int
    files: int
    size: int
    created_at: datetime
    ready_at: datetime | None
    expires_at: datetime


async def export_all(uow: UnitOfWork, principal: Principal) -> ExportView:
    """Begin an archive of everything; who asked for it is told in the audit."""
    now, export_id, me = clock.now(), uuid7(), principal
    await _demand_room(uow, me)
    named = (me.member_id, me.name, len(exported_tables()), now, now + KEPT)
    await uow.execute(_INSERT, me.tenant_id, export_id, *named)
    said = {"export_id": str(export_id)}
    await jobs.enqueue(uow, STEP, said, priority=me.entitled.priority)
    batch = WriteBatch()
    batch.add("SELECT TRUE AS told")
    events.append(
        batch, me, record_type="workspace", record_id=me.tenant_id, action="exported", after={}
    )
    await batch.run(uow)
    return await export_of(uow, me, export_id)


async def _demand_room(uow: UnitOfWork, principal: Principal) -> None:
    await hold(uow)
    [held] = await uow.fetch(_HELD, principal.tenant_id, clock.now())
    if held["making"] >= AT_ONCE:
        raise Conflict(_("An export is being made. Wait until it is ready."))
    if held["kept"] >= MOST:
        raise Conflict(
            _("At most %(most)s exports in %(days)s days; fetch one that is there."),
            most=MOST,
            days=KEPT.days,
        )


async def exports(uow: UnitOfWork, principal: Principal) -> list[ExportView]:
    """Those that can still be fetched."""
    rows = await uow.fetch(_MANY, principal.tenant_id, clock.now())
    return [ExportView(**row) for row in rows]


async def export_of(uow: UnitOfWork, principal: Principal, export_id: UUID) -> ExportView:
    """One of them."""
    row = await uow.fetchrow(_ONE, principal.tenant_id, export_id, clock.now())
    if row is None:
        raise NotFound
    return ExportView(**row)
