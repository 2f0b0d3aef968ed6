"""Offboarding: looked at before, done as one batch, called off within a week."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from crm.customers.offboarding.moving import Mark, Plan, counts, move_some
from crm.customers.offboarding.ports import LEAVINGS
from crm.customers.pool.standing import Standing, standing
from crm.records.undo.recording import begin, end
from crm.records.undo.service import undo
from kernel import clock, jobs
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.access.acting import member
from tenants.audit.notes import note
from tenants.members import administration as staff

JOB = "offboarding.move"

_LATEST = """
SELECT o.id, o.member_id, o.owner_id, o.pool_id, o.batch_id, o.reason, o.left_alone, o.created_by,
    o.created_at, o.ended_at, o.called_off_at
FROM offboarding o WHERE o.tenant_id = $1 AND o.member_id = $2
ORDER BY o.tenant_id, o.member_id, o.created_at DESC, o.id DESC LIMIT 1
"""
_MAKE = """
INSERT INTO offboarding (tenant_id, id, member_id, owner_id, pool_id, batch_id, reason, created_by,
                         created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_ENDED = """
UPDATE offboarding o SET ended_at = $3, left_alone = $4 WHERE o.tenant_id = $1 AND o.id = $2
"""
_CALLED_OFF = """
UPDATE offboarding o SET called_off_at = $3
WHERE o.tenant_id = $1 AND o.id = $2 AND o.called_off_at IS NULL RETURNING o.id
"""
_LIFT = """
UPDATE protection p SET lifted_at = $3
WHERE p.tenant_id = $1 AND p.member_id = $2 AND p.lifted_at IS NULL
"""
_PERSON = """
SELECT m.person_id, m.status, coalesce(nullif(m.name, ''), p.name) AS name
FROM membership m JOIN person p ON p.id = m.person_id WHERE m.tenant_id = $1 AND m.id = $2
"""
_BACK = """
UPDATE membership m SET status = 'active'
WHERE m.tenant_id = $1 AND m.id = $2 AND m.status = 'left'
"""


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """What would move, by type; and what was done, if it was: `batch_id` takes records back."""

    member_id: UUID
    name: str
    status: str
    counts: dict[str, int]
    owner_id: UUID | None = None
    pool_id: UUID | None = None
    batch_id: UUID | None = None
    left_alone: int = 0
    created_at: datetime | None = None
    ended_at: datetime | None = None
    called_off_at: datetime | None = None


async def preview(uow: UnitOfWork, member_id: UUID) -> Leaving:
    """Before or after; `NotFound` for nobody."""
    person = await uow.fetchrow(_PERSON, uow.tenant_id, member_id)
    if person is None:
        raise NotFound
    done = await uow.fetchrow(_LATEST, uow.tenant_id, member_id)
    known = Leaving.__struct_fields__
    said = {k: v for k, v in dict(done or {}).items() if k in known}
    said |= {"member_id": member_id, "name": person["name"], "status": person["status"]}
    return Leaving(**said, counts=await counts(uow, member_id))


async def offboard(
    uow: UnitOfWork,
    me: Principal,
    member_id: UUID,
    *,
    owner_id: UUID | None = None,
    pool_id: UUID | None = None,
    reason: str = "",
) -> Leaving:
    """The membership ends now; the records follow, the first of them at once."""
    heir = owner_id or me.member_id
    person = await uow.fetchrow(_PERSON, me.tenant_id, member_id)
    await staff.remove(uow, me, member_id)
    if person is None:
        raise NotFound
    if heir == member_id or await member(uow, me.tenant_id, heir) is None:
        raise Invalid(fields={"owner_id": _("There is no such member.")})
    if pool_id is not None:
        await _place(uow, me, pool_id)
    await uow.execute(_LIFT, me.tenant_id, member_id, clock.now())
    for follow in LEAVINGS:
        await follow(uow, person["person_id"])
    acting = await begin(uow, me, "offboarding", "company", person["name"])
    made, text = uuid7(), one_line(reason)[:500]
    said = (member_id, heir, pool_id, acting.batch_id, text, me.member_id, clock.now())
    await uow.execute(_MAKE, me.tenant_id, made, *said)
    await _go_on(uow, acting, member_id, Mark())
    return await preview(uow, member_id)


async def call_off(uow: UnitOfWork, me: Principal, member_id: UUID) -> Leaving:
    """The member is back, and so is what was theirs and nobody changed since."""
    done = await uow.fetchrow(_LATEST, me.tenant_id, member_id)
    if done is None:
        await staff.member(uow, member_id)
        raise Conflict(_("There is no offboarding to call off."))
    if done["ended_at"] is None:
        raise Conflict(_("This is still running. Wait until it is done, or cancel it."))
    if not await uow.fetchval(_CALLED_OFF, me.tenant_id, done["id"], clock.now()):
        raise Conflict(_("This was undone already."))
    await uow.execute(_BACK, me.tenant_id, member_id)
    # Where nothing was theirs there is no batch, and nothing to give back.
    with suppress(NotFound):
        await undo(uow, me, done["batch_id"])
    before, after = {"status": "left"}, {"status": "active"}
    await note(uow, me, "member", member_id, "restored", before=before, after=after)
    return await preview(uow, member_id)


@jobs.job(JOB)
async def go_on(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next records of somebody who had many."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    me = await member(uow, tenant, UUID(payload["by"]), via="system")
    if me is not None:
        acting = msgspec.structs.replace(me, batch_id=UUID(payload["batch_id"]))
        mark = msgspec.convert(payload["mark"], Mark)
        await _go_on(uow, acting, UUID(payload["member_id"]), mark)


async def _go_on(uow: UnitOfWork, acting: Principal, member_id: UUID, mark: Mark) -> None:
    done = await uow.fetchrow(_LATEST, acting.tenant_id, member_id)
    if done is None:
        return
    place = await _place(uow, acting, done["pool_id"]) if done["pool_id"] else None
    plan = Plan(member_id=member_id, owner_id=done["owner_id"], place=place, reason=done["reason"])
    if await move_some(uow, acting, plan, mark):
        said = {"by": acting.member_id, "batch_id": acting.batch_id, "member_id": member_id}
        said = msgspec.to_builtins({**said, "mark": mark})
        await jobs.enqueue(uow, JOB, said)
        return
    await end(uow, acting)
    await uow.execute(_ENDED, acting.tenant_id, done["id"], clock.now(), mark.left_alone)


async def _place(uow: UnitOfWork, me: Principal, pool_id: UUID) -> Standing:
    try:
        return await standing(uow, me, pool_id)
    except NotFound:
        raise Invalid(fields={"pool_id": _("There is no such pool.")}) from None
