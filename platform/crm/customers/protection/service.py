"""Protecting: within the caps of the firm, and what it keeps others from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from crm.customers.ownership.room import hold_member
from crm.customers.parameters.service import Parameters, parameters
from crm.records.beside.telling import tell
from crm.records.ports import Change, on_write
from crm.records.service import Records
from crm.records.types import Row
from kernel import clock
from kernel.batch import WriteBatch
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.formats import format_date
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork

_LIVE = """
SELECT p.id, p.until, p.reason, p.granted_by, p.extended, p.created_at FROM protection p
WHERE p.tenant_id = $1 AND p.record_id = $2 AND p.lifted_at IS NULL
"""
_USED = """
SELECT coalesce(sum(1 + p.extended), 0)::bigint FROM protection p
WHERE p.tenant_id = $1 AND p.record_id = $2 AND p.member_id = $3
"""
_HELD = """
SELECT count(*) FROM protection p WHERE p.tenant_id = $1 AND p.member_id = $2
    AND p.until > $3 AND p.lifted_at IS NULL AND p.record_id <> $4
"""
_PUT = """
INSERT INTO protection AS p (tenant_id, id, record_id, member_id, until, granted_by, reason,
                             created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, record_id) WHERE lifted_at IS NULL DO UPDATE SET until = excluded.until,
    reason = excluded.reason, granted_by = excluded.granted_by, extended = p.extended + 1
RETURNING p.until
"""
_LIFT = """
UPDATE protection p SET lifted_at = {at}
WHERE p.tenant_id = {tenant} AND p.record_id = {record} AND p.lifted_at IS NULL
RETURNING p.until
"""
_LIFT_ONE = _LIFT.format(at="$3", tenant="$1", record="$2")
_LIFT_PART = _LIFT.format(at=":at", tenant=":tenant_id", record=":record_id")


class Protected(Conflict):
    """It stays with its owner until then."""

    code = "protected"


class Guard(msgspec.Struct, frozen=True):
    """Until when a record is protected, by whom and why."""

    until: datetime
    reason: str
    granted_by: UUID
    extended: int
    created_at: datetime


async def protection_of(uow: UnitOfWork, principal: Principal, record_id: UUID) -> Guard | None:
    """The protection that holds for a record that the principal has been shown."""
    row = await uow.fetchrow(_LIVE, principal.tenant_id, record_id)
    if row is None or row["until"] <= clock.now():
        return None
    return Guard(row["until"], row["reason"], row["granted_by"], row["extended"], row["created_at"])


async def protect(records: Records, record_id: UUID, days: int, reason: str = "") -> Guard:
    """From now for so many days: by the owner, or by whoever may hand records over."""
    row = await records.changeable(record_id)
    me, owner = records.principal, row["owner_id"]
    if owner is None:
        raise Conflict(_("Nobody owns this customer. Claim it first."))
    if owner != me.member_id and not me.may(f"{records.kind.name}:transfer"):
        raise Forbidden
    rules = (await parameters(records.uow)).rules
    if not 1 <= days <= rules.protection_days:
        raise Invalid(
            fields={"days": _("From 1 to %(most)s days.") % {"most": rules.protection_days}}
        )
    await hold_member(records.uow, owner)
    await _demand_place(records, rules, row)
    return await extend(records, row, clock.now() + timedelta(days=days), reason)


async def extend(records: Records, row: Row, until: datetime, reason: str) -> Guard:
    """Protect a row that is held until then; the caller has checked whether that is permitted."""
    me, now = records.principal, clock.now()
    text = one_line(reason)[:500]
    said = (row["id"], row["owner_id"], until, me.member_id, text, now)
    await records.uow.fetchval(_PUT, me.tenant_id, uuid7(), *said)
    after = {"until": until.isoformat()}
    await tell(records.uow, me, records.kind, row["id"], "protected", after=after)
    return Guard(until, text, me.member_id, 0, now)


async def lift(records: Records, record_id: UUID) -> None:
    """It holds no more; again is harmless."""
    row = await records.changeable(record_id)
    me = records.principal
    if row["owner_id"] != me.member_id and not me.may(f"{records.kind.name}:transfer"):
        raise Forbidden
    if await records.uow.fetchval(_LIFT_ONE, me.tenant_id, record_id, clock.now()) is not None:
        await tell(records.uow, me, records.kind, record_id, "unprotected")


async def demand_free(uow: UnitOfWork, principal: Principal, before: Row) -> None:
    """Raise `Protected` for whoever would take a protected record from its owner."""
    if before["owner_id"] in (None, principal.member_id) or principal.via == "rule":
        return
    until = await _until(uow, principal, before["id"])
    if until is not None and until > clock.now():
        text = _("This customer is protected until %(day)s. Lift the protection first.")
        raise Protected(text, day=format_date(until))


async def _until(uow: UnitOfWork, principal: Principal, record_id: UUID) -> Any:
    row = await uow.fetchrow(_LIVE, principal.tenant_id, record_id)
    return None if row is None else row["until"]


async def _demand_place(records: Records, rules: Parameters, row: Row) -> None:
    uow, tenant, owner = records.uow, records.principal.tenant_id, row["owner_id"]
    used = await uow.fetchval(_USED, tenant, row["id"], owner)
    if used > rules.protection_extensions:
        raise Conflict(_("This customer cannot be protected any longer by the same owner."))
    if rules.max_protected is not None:
        held = await uow.fetchval(_HELD, tenant, owner, clock.now(), row["id"])
        if held >= rules.max_protected:
            text = _("The owner protects %(most)s customers already, which is the most.")
            raise Conflict(text, most=rules.max_protected)


def ends(batch: WriteBatch, change: Change) -> None:
    """A protection ends with the ownership that it was for."""
    before = change.before
    if before is None or before["owner_id"] in (None, change.row["owner_id"]):
        return
    batch.add(
        _LIFT_PART,
        tenant_id=change.principal.tenant_id,
        record_id=change.record_id,
        at=clock.now(),
    )


on_write(ends)
