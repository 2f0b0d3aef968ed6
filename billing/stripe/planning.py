"""What holds from the next period on, as a schedule at Stripe, which does it by itself."""

from typing import Any

from billing.gateway.port import Wish
from billing.stripe import charging, reading
from billing.stripe.pricing import Prices
from billing.stripe.wire import asking, once

_OURS = {"proration_behavior": "none"}


async def plan(client: Any, subscription: str, price: str, wish: Wish, key: str) -> None:
    """Let the subscription become this when its period is over; what was planned is replaced."""
    async with asking():
        row = await client.subscriptions.retrieve_async(subscription)
    schedule = reading.schedule_of(row)
    if schedule is None:
        async with asking():
            made = await once(
                lambda how: client.subscription_schedules.create_async(
                    {"from_subscription": subscription}, how
                ),
                f"{key}:schedule",
            )
        schedule = made["id"]
    item = reading.item_of(row)
    now = {"price": item["price"]["id"], "quantity": item["quantity"], **_kept(item)}
    told = {
        "end_behavior": "release",
        "phases": [
            {
                "items": [now],
                "start_date": item["current_period_start"],
                "end_date": item["current_period_end"],
                **_OURS,
                **_kept(row),
            },
            {
                "items": [{"price": price, "quantity": wish.quantity, **_kept(item)}],
                "duration": {"interval": wish.interval, "interval_count": 1},
                **_OURS,
                **_kept(row),
            },
        ],
    }
    async with asking():
        await once(
            lambda how: client.subscription_schedules.update_async(schedule, told, how),
            f"{key}:phases:{schedule}",
        )


def _kept(row: Any) -> dict[str, Any]:
    # A phase that names no discounts would take them away.
    found = charging.named(row)
    return {"discounts": found} if found else {}


async def drop(client: Any, subscription: str, key: str) -> None:
    """Forget what was planned; nothing happens where nothing was."""
    async with asking():
        row = await client.subscriptions.retrieve_async(subscription)
    schedule = reading.schedule_of(row)
    if schedule is not None:
        async with asking():
            await once(
                lambda how: client.subscription_schedules.release_async(schedule, {}, how),
                f"{key}:release:{schedule}",
            )


async def planned(client: Any, prices: Prices, schedule: str) -> dict[str, Any]:
    """The `next_*` of a mirror."""
    async with asking():
        row = await client.subscription_schedules.retrieve_async(schedule)
    current = row["current_phase"]
    coming = [
        phase for phase in row["phases"] if current and phase["start_date"] >= current["end_date"]
    ]
    if not coming:
        return {}
    item = coming[0]["items"][0]
    version, interval = await prices.of(str(item["price"]))
    return {
        "next_version_id": version,
        "next_interval": interval,
        "next_quantity": item["quantity"],
        "next_at": reading.moment(coming[0]["start_date"]),
    }
