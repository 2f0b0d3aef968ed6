"""Reading and writing the mirror; whoever writes it renews what the workspace may do."""

from typing import Any, Final
from uuid import UUID

import msgspec

from billing.gateway.port import Account, Mirror
from billing.plans.shelf import Offer, versions
from billing.revenue.service import keep as keep_revenue
from billing.seats.fitting import fit, keep_planned_seats
from billing.subscription.bought import Bought, entitled
from billing.switch import selling
from kernel import clock
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.rooms import recount
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

THING: Final = "subscription"
_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Bought))
_TOLD: Final = (
    "provider status plan interval currency quantity trial_ends_at period_end ends_at "
    "next_plan next_interval next_quantity next_at past_due_since owed_since credit_minor "
    "cancel_reason won_back_at"
).split()
_READ: Final = (
    f"SELECT {', '.join(f's.{name}' for name in _FIELDS)} FROM subscription s "
    "WHERE s.tenant_id = $1"
)
_WRITE: Final = f"""
INSERT INTO subscription ({", ".join(_FIELDS)})
VALUES ({", ".join(f"${n}" for n in range(1, len(_FIELDS) + 1))})
ON CONFLICT (tenant_id) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _FIELDS if name != "tenant_id")}
"""
_HOLDER: Final = """
SELECT w.slug, w.name, w.language, w.currency, (
    SELECT p.email FROM membership m JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
    WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active'
    ORDER BY m.tenant_id, m.created_at, m.id LIMIT 1) AS email
FROM workspace w WHERE w.id = $1
"""


async def found(uow: UnitOfWork, *, lock: bool = False) -> Bought | None:
    """The workspace's subscription, held if it is to be changed; None before it has one."""
    row = await uow.fetchrow(_READ + (" FOR UPDATE" if lock else ""), uow.tenant_id)
    return None if row is None else msgspec.convert(dict(row), Bought)


async def held(uow: UnitOfWork) -> Bought:
    """The same, held and certainly there."""
    bought = await found(uow, lock=True)
    if bought is None:
        raise NotFound
    return bought


async def account_of(uow: UnitOfWork, bought: Bought | None) -> Account:
    """The workspace as the provider knows it, or will."""
    row: Any = await uow.fetchrow(_HOLDER, uow.tenant_id)
    ids = {} if bought is None or bought.provider == "none" else _ids(bought)
    return Account(
        workspace_id=uow.tenant_id,  # type: ignore[arg-type]
        slug=row["slug"],
        name=row["name"],
        email=row["email"] or "",
        language=row["language"],
        currency=bought.currency if bought is not None else row["currency"],
        **ids,
    )


def _ids(bought: Bought) -> dict[str, str | None]:
    return {
        name: getattr(bought, name)
        for name in ("customer_id", "subscription_id", "item_id", "schedule_id")
    }


async def apply(uow: UnitOfWork, actor: Principal, mirror: Mirror) -> Bought:
    """Write down what the provider has; the same again changes nothing."""
    before = await held(uow)
    after = msgspec.structs.replace(before.with_news(mirror), fetched_at=clock.now())
    return await write(uow, actor, before, after)


async def write(uow: UnitOfWork, actor: Principal, before: Bought | None, after: Bought) -> Bought:
    """Keep it, renew what may be done, fit the seats, and write down in the audit what changed."""
    now = clock.now()
    ids = [one for b in (before, after) if b for one in (b.version_id, b.next_version_id)]
    known = await versions(uow, *ids)
    if before is not None and before.next_at is not None and after.next_at is None:
        await keep_planned_seats(uow)
    if before is not None:
        was, becomes = _told(before, known), _told(after, known)
        differing = [name for name in _TOLD if was[name] != becomes[name]]
        if differing:
            after = msgspec.structs.replace(after, version=before.version + 1, updated_at=now)
            said = {name: was[name] for name in differing}, {n: becomes[n] for n in differing}
            await note(uow, actor, THING, after.tenant_id, "updated", before=said[0], after=said[1])
    await uow.execute(_WRITE, *(getattr(after, name) for name in _FIELDS))
    await keep_revenue(uow, after, known[after.version_id])
    await renew(uow, after, known)
    return after


async def renew(uow: UnitOfWork, bought: Bought, known: dict[UUID, Offer]) -> None:
    """Put down with the workspace what it may do from now on; meters are counted anew."""
    now = entitled(bought, known, selling.patience)
    await uow.execute(
        "UPDATE workspace SET entitled = $2 WHERE id = $1", uow.tenant_id, msgspec.to_builtins(now)
    )
    # A meter rests while there is no limit, so it may know too little.
    await recount(uow)
    await fit(uow, now.cap("seats"))


def _told(bought: Bought, known: dict[UUID, Offer]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(bought)
    coming = bought.next_version_id
    plain["plan"] = known[bought.version_id].plan
    plain["next_plan"] = known[coming].plan if coming else None
    return plain
