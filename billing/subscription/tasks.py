"""What time brings: trials that end, prices that change, letters, warnings, seats that fit."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from billing.plans.shelf import Offer, versions
from billing.revenue.service import keep as keep_revenue
from billing.seats.fitting import fit
from billing.subscription import trial
from billing.subscription.bought import Bought, entitled
from billing.subscription.letters import letter_of, step_of
from billing.subscription.owners import write_to_owners
from billing.subscription.service import found, write
from billing.switch import selling
from billing.usage.warning import warn
from kernel import clock, jobs
from kernel.principal import house
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

TEND: Final = "billing.tend"


@jobs.job("billing.sweep", cron="17 * * * *")
async def sweep(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Every hour, one job for each workspace."""
    if not selling.on:
        return
    await everywhere(uow, TEND)


@jobs.job(TEND)
async def tend(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Bring the workspace to where its clock is; again is harmless."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    if not selling.on:
        return
    bought, house_keeper = await found(uow, lock=True), house(tenant)
    if bought is None:
        # From before this deployment sold anything.
        await trial.begin(uow, house_keeper)
        return
    known = await versions(uow, bought.version_id, bought.next_version_id)
    after = passed(bought, known, clock.now())
    step = step_of(after, clock.now(), selling.patience)
    if step and step != bought.told:
        await _tell(uow, after, step)
    after = msgspec.structs.replace(after, told=step)
    if after != bought:
        await write(uow, house_keeper, bought, after)
    else:
        # From before the spans were kept.
        await keep_revenue(uow, after, known[after.version_id])
    now = entitled(after, known, selling.patience)
    await fit(uow, now.cap("seats"))
    await warn(uow, now)


def passed(bought: Bought, known: dict[UUID, Offer], now: datetime) -> Bought:
    """What time alone has changed, without a word from a provider."""
    free = next(offer for offer in known.values() if offer.free)
    nothing = {"version_id": free.version_id, "quantity": 0, "next_at": None}
    trial_ends = bought.trial_ends_at
    if bought.status == "trialing" and not bought.is_paid and trial_ends and trial_ends <= now:
        return msgspec.structs.replace(bought, status="free", **nothing)
    if bought.status in {"active", "trialing"} and bought.ends_at and bought.ends_at <= now:
        return msgspec.structs.replace(bought, status="canceled", **nothing)
    return bought


async def _tell(uow: UnitOfWork, bought: Bought, step: str) -> None:
    await write_to_owners(
        uow, lambda name, slug: letter_of(step, bought, name, slug, selling.patience)
    )
