"""Parameters: read where a rule needs them, changed by administrators, never overwritten."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]

_NOW = """
SELECT w.time_zone, (SELECT p.said FROM customer_parameters p WHERE p.tenant_id = $1
    ORDER BY p.tenant_id DESC, p.id DESC LIMIT 1) AS said
FROM workspace w WHERE w.id = $1
"""
_VERSIONS = """
SELECT p.id, p.said, p.member_name, p.created_at FROM customer_parameters p
WHERE p.tenant_id = $1 ORDER BY p.tenant_id DESC, p.id DESC LIMIT 50
"""
_PUT = """
INSERT INTO customer_parameters (tenant_id, id, said, member_id, member_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
_FINENESS = {"none": 0, "never": 0, "year": 1, "yearly": 1, "month": 2, "monthly": 2, "day": 3}


Checklists = Annotated[
    dict[str, Annotated[list[str], msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=200)
]


class Parameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`None` sets no limit. A number is prefix, date and serial: C-202611-0042.

    `max_owned` is per member and counts won customers only with `count_customers`. A follow-up
    is real from `follow_up_length` letters on, or with an outcome, and logged `backdate_days`
    back at most. A partner's registration protects for `registration_days`. A manager hears of a
    task `escalate_hours` after its time. A check-in counts within `checkin_radius` metres. Of all
    plans of care together a customer gets one task in `care_pause_days`. `lead_checklists` says by
    source what must be known of a lead before it is qualified; "" is for every source.
    """

    max_owned: Count | None = None
    count_customers: bool = True
    daily_claims: Count | None = None
    max_protected: Count | None = None
    protection_days: Days = 90
    registration_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90
    protection_extensions: Annotated[int, msgspec.Meta(ge=0, le=100)] = 1
    follow_up_length: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 10
    backdate_days: Days | None = None
    escalate_hours: Days | None = None
    care_pause_days: Days | None = None
    checkin_radius: Annotated[int, msgspec.Meta(ge=10, le=100_000)] = 300
    lead_checklists: Checklists = {}
    numbering: bool = False
    number_prefix: Annotated[str, msgspec.Meta(max_length=20)] = "C-"
    number_date: Literal["none", "year", "month", "day"] = "none"
    number_digits: Annotated[int, msgspec.Meta(ge=1, le=10)] = 5
    number_reset: Literal["never", "yearly", "monthly", "daily"] = "never"


class Known(msgspec.Struct, frozen=True):
    """What holds now, and the clock by which the firm counts its days."""

    rules: Parameters
    time_zone: str


class Version(msgspec.Struct, frozen=True):
    """What was said, by whom and when; `changed` names what was different before."""

    id: UUID
    parameters: Parameters
    by: str
    at: datetime
    changed: list[str]


async def parameters(uow: UnitOfWork) -> Known:
    """What holds in the unit's workspace."""
    row = await uow.fetchrow(_NOW, uow.tenant_id)
    assert row is not None  # noqa: S101 -- the unit of work is in it
    return Known(_read(row["said"]), row["time_zone"])


async def versions(uow: UnitOfWork) -> list[Version]:
    """The history, newest first."""
    rows = await uow.fetch(_VERSIONS, uow.tenant_id)
    said = [_read(row["said"]) for row in rows]
    older = [*said, Parameters()][1:]
    return [
        Version(row["id"], now, row["member_name"], row["created_at"], _different(now, was))
        for row, now, was in zip(rows, said, older, strict=True)
    ]


async def change(uow: UnitOfWork, principal: Principal, wishes: dict[str, Any]) -> Parameters:
    """A new version with these wishes; nothing where nothing is different."""
    await hold(uow)
    was = (await parameters(uow)).rules
    try:
        now = msgspec.convert({**msgspec.to_builtins(was), **wishes}, Parameters)
    except msgspec.ValidationError as error:
        raise Invalid(_("Please check the numbers: %(why)s"), why=str(error)[:200]) from error
    if _FINENESS[now.number_date] < _FINENESS.get(now.number_reset, 3):
        why = _("A serial that starts again needs its date in the number.")
        raise Invalid(fields={"number_date": why})
    if now == was:
        return now
    me, said = principal, msgspec.to_builtins(now)
    await uow.execute(_PUT, me.tenant_id, uuid7(), said, me.member_id, me.name, clock.now())
    names = _different(now, was)
    old = msgspec.to_builtins(was)
    await note(
        uow,
        principal,
        "customer_parameters",
        me.tenant_id,
        "updated",
        before={name: old[name] for name in names},
        after={name: said[name] for name in names},
    )
    return now


def _read(said: dict[str, Any] | None) -> Parameters:
    known = Parameters.__struct_fields__
    return msgspec.convert({k: v for k, v in (said or {}).items() if k in known}, Parameters)


def _different(now: Parameters, was: Parameters) -> list[str]:
    return [n for n in Parameters.__struct_fields__ if getattr(now, n) != getattr(was, n)]
