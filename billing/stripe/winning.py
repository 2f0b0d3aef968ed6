"""The offer to those who want to leave: a coupon for one invoice, beside what they have."""

from typing import Any, Final

from billing.stripe import charging
from billing.stripe.wire import Unknown, asking

# The operator may make it another one at Stripe before.
OFFER: Final = {"id": "guanxi-win-back", "percent_off": 50, "duration": "once"}


async def with_offer(client: Any, subscription: str) -> list[dict[str, str]]:
    """The discounts of whoever takes it: those that are there would be lost unless named again."""
    try:
        async with asking():
            await client.coupons.retrieve_async(OFFER["id"])
    except Unknown:
        async with asking():
            await client.coupons.create_async(OFFER, {"idempotency_key": f"coupon:{OFFER['id']}"})
    async with asking():
        row = await client.subscriptions.retrieve_async(subscription, charging.WHOLE)
    others = (one for one in row["discounts"] if one["source"]["coupon"]["id"] != OFFER["id"])
    # Said again because no answer came, it is the same call.
    kept = [{"discount": str(one["id"])} for one in others]
    return [*kept, {"coupon": str(OFFER["id"])}]
