"""Plans of care: made and given up by administrators."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from crm.activities.activity.kinds import kinds_of
from crm.records.kinds.texts import needed_name
from kernel import clock
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

Cause = Literal["activity", "won", "silence", "birthday"]
MOST: Final = 50

_PLANS = """
SELECT p.id, p.name, p.cause, p.activity_kind, p.days, p.pause_days, p.created_at
FROM care_plan p WHERE p.tenant_id = $1 ORDER BY p.tenant_id, p.name, p.id
"""
_PUT = """
INSERT INTO care_plan (tenant_id, id, name, cause, activity_kind, days, pause_days, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_TAKE = "DELETE FROM care_plan WHERE tenant_id = $1 AND id = $2 RETURNING name"


class CareWish(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`name` is what the task says, before the customer's name. No kind means any activity.

    `days` are counted from the cause, and before a birthday.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    cause: Cause
    activity_kind: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    days: Annotated[int, msgspec.Meta(ge=0, le=3650)]
    pause_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 30


class CarePlanView(msgspec.Struct, frozen=True):
    """A plan as it holds."""

    id: UUID
    name: str
    cause: str
    activity_kind: str | None
    days: int
    pause_days: int
    created_at: datetime


async def plans(uow: UnitOfWork) -> list[CarePlanView]:
    """All of the workspace."""
    return [CarePlanView(**row) for row in await uow.fetch(_PLANS, uow.tenant_id)]


async def make(uow: UnitOfWork, principal: Principal, wish: CareWish) -> CarePlanView:
    """It holds for what happens from now on."""
    name = needed_name(wish.name, most=200)
    kind = (wish.activity_kind or None) if wish.cause == "activity" else None
    if kind is not None and kind not in dict(kinds_of(principal)):
        raise Invalid(fields={"activity_kind": _("Choose the kind of activity.")})
    if wish.cause == "silence" and wish.days < 1:
        raise Invalid(fields={"days": _("Silence lasts a day at least.")})
    await hold(uow)
    if len(await plans(uow)) >= MOST:
        raise Invalid(_("At most %(most)s, please."), most=MOST)
    made = CarePlanView(uuid7(), name, wish.cause, kind, wish.days, wish.pause_days, clock.now())
    await uow.execute(_PUT, principal.tenant_id, *msgspec.structs.astuple(made))
    await note(uow, principal, "care_plan", made.id, "created", after={"name": name})
    return made


async def give_up(uow: UnitOfWork, principal: Principal, plan_id: UUID) -> None:
    """No further tasks of it; those that are open stay."""
    name = await uow.fetchval(_TAKE, principal.tenant_id, plan_id)
    if name is None:
        raise NotFound
    await note(uow, principal, "care_plan", plan_id, "deleted", before={"name": name})
