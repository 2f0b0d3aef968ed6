"""Disclosures as they are asked for, followed and fetched."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.disclosure.contents import disclosed_tables
from crm.records.disclosure.tasks import STEP
from crm.records.privacy.agreement import PEOPLE
from crm.records.service import service_of
from kernel import clock, jobs
from kernel.errors import Conflict, Forbidden, Invalid, Merged, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

KEPT: Final = timedelta(days=7)
# Each takes its room on the disk until its days are over.
AT_ONCE: Final = 2
MOST: Final = 100
# What was not made by then keeps nobody waiting.
STUCK: Final = timedelta(hours=1)

_ASK = """
INSERT INTO disclosure (tenant_id, id, record_type, record_id, member_id, total, asked_at,
                        expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_HELD = """
SELECT count(*) FILTER (WHERE d.state = 'making' AND d.asked_at > $3) AS making, count(*) AS kept
FROM disclosure d
WHERE d.tenant_id = $1 AND d.expires_at > $2
"""
_MANY = """
SELECT d.id, d.record_type, d.record_id, d.state, d.total, d.done, d.rows, d.files, d.size,
       d.asked_at, d.ready_at, d.expires_at, coalesce(nullif(m.name, ''), p.name) AS asked_by
FROM disclosure d JOIN membership m ON m.tenant_id = $1 AND m.id = d.member_id
JOIN person p ON p.id = m.person_id
WHERE d.tenant_id = $1 AND d.expires_at > $2 AND ($3::uuid IS NULL OR d.id = $3)
ORDER BY d.tenant_id DESC, d.id DESC LIMIT 200
"""


class DisclosureView(msgspec.Struct, frozen=True, kw_only=True):
    """An archive; `state` is `making` or `ready`, `done` of `total` tables are looked through."""

    id: UUID
    record_type: str
    record_id: UUID
    state: str
    total: int
    done: int
    rows: int
    files: int
    size: int
    asked_at: datetime
    asked_by: str
    ready_at: datetime | None
    expires_at: datetime


async def disclose(
    uow: UnitOfWork, principal: Principal, type: str, record_id: UUID
) -> DisclosureView:
    """Begin an archive of all that is kept about a person; the audit says who asked."""
    try:
        await _demand_whole(uow, principal, type, record_id)
    except (NotFound, Merged):
        raise Invalid(fields={"subject_id": _("There is no such person.")}) from None
    await hold(uow)
    now, disclosure_id = clock.now(), uuid7()
    [held] = await uow.fetch(_HELD, uow.tenant_id, now, now - STUCK)
    if held["making"] >= AT_ONCE or held["kept"] >= MOST:
        raise Conflict(_("Others are being made, or too many are kept. Wait a little."))
    said: tuple[Any, ...] = (type, record_id, principal.member_id, len(disclosed_tables()))
    await uow.execute(_ASK, uow.tenant_id, disclosure_id, *said, now, now + KEPT)
    await jobs.enqueue(uow, STEP, {"disclosure_id": str(disclosure_id)})
    await note(uow, principal, type, record_id, "disclosed", after={})
    return await _one(uow, disclosure_id)


async def disclosures(uow: UnitOfWork) -> list[DisclosureView]:
    """Those that can still be fetched; whom they concern is only an id."""
    rows = await uow.fetch(_MANY, uow.tenant_id, clock.now(), None)
    return [DisclosureView(**row) for row in rows]


async def disclosure(uow: UnitOfWork, principal: Principal, disclosure_id: UUID) -> DisclosureView:
    """One of a person whom the principal sees; raises `NotFound`."""
    found = await _one(uow, disclosure_id)
    await _demand_whole(uow, principal, found.record_type, found.record_id)
    return found


async def _one(uow: UnitOfWork, disclosure_id: UUID) -> DisclosureView:
    row = await uow.fetchrow(_MANY, uow.tenant_id, clock.now(), disclosure_id)
    if row is None:
        raise NotFound
    return DisclosureView(**row)


async def _demand_whole(uow: UnitOfWork, principal: Principal, type: str, record_id: UUID) -> None:
    """Raise unless the principal sees the person, may export them, and has nothing hidden."""
    if type not in PEOPLE:
        raise NotFound
    await service_of(type, uow, principal).changeable(record_id, "export")
    if principal.veils:
        raise Forbidden(_("Your role hides fields. Somebody who sees all of them can do this."))
