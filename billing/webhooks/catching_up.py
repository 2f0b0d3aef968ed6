"""What a customer has at the provider now, written down: the one way that the mirror changes."""

from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import msgspec

from billing.gateway.port import Mirror
from billing.subscription.bought import Bought
from billing.subscription.service import account_of, apply, held
from billing.switch import selling
from kernel import clock
from kernel.principal import Principal, house
from kernel.transaction import UnitOfWork

_WAITING: Final = "SELECT id FROM billing_event WHERE customer_id = $1 AND state = 'waiting'"
_DONE: Final = """
UPDATE billing_event SET state = 'done', error = '', workspace_id = $2, processed_at = $3
WHERE id = ANY($1::text[])
"""


Look = Callable[[UnitOfWork], Awaitable[None]]
_BESIDE: Final[list[Look]] = []


def also_look(look: Look) -> Look:
    """What else of a workspace may have changed when its customer did."""
    _BESIDE.append(look)
    return look


async def catch_up(uow: UnitOfWork, customer_id: str, event: str | None = None) -> bool:
    """Ask what is true now, with the row held so that none older can come after.

    Events that waited when we began are answered by it; an `event` that was answered by
    another's look meanwhile needs none. Whether anything differed.
    """
    before = await held(uow)
    heard = [row["id"] for row in await uow.fetch(_WAITING, customer_id)]
    if event is not None and event not in heard:
        return False
    account = msgspec.structs.replace(await account_of(uow, before), customer_id=customer_id)
    mirror = await selling.gateway.fetch(account)
    after = await learn(uow, before, mirror)
    for look in _BESIDE:
        await look(uow)
    await uow.execute(_DONE, heard, uow.tenant_id, clock.now())
    return after.version != before.version


async def learn(uow: UnitOfWork, before: Bought, mirror: Mirror | None) -> Bought:
    """Write it down, unless it is about something that never came to be, or is long over."""
    if mirror is None or (mirror.status in {"free", "canceled"} and not _same(before, mirror)):
        return before
    return await apply(uow, provider(before.tenant_id), mirror)


def _same(before: Bought, mirror: Mirror) -> bool:
    return before.provider == "stripe" and before.subscription_id == mirror.subscription_id


def provider(tenant_id: UUID) -> Principal:
    """In whose name the audit keeps what the provider did."""
    return house(tenant_id, name="Stripe")
