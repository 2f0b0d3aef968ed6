"""What a period of a subscription is really charged for."""

from fractions import Fraction
from typing import Any

from billing.gateway.reckoning import rounded
from billing.stripe import units
from billing.stripe.wire import asking


async def charged(client: Any, row: Any, item: Any) -> int | None:
    """Seats at their price less what is taken off again and again, in minor units.

    Tax on top is not in it, nor is a discount for one invoice. None where Stripe has no whole
    amount for a seat. Discounts lie with the subscription, one after the other.
    """
    # What prices were before are plans.
    price = item["price"] if "price" in item else item["plan"]
    unit = price["unit_amount" if "unit_amount" in price else "amount"]
    if unit is None:
        return None
    left = unit * item["quantity"]
    if "discounts" in row and row["discounts"]:  # noqa: RUF019 -- no dictionary
        told = {"expand": ["discounts.source.coupon"]}
        async with asking():
            whole = await client.subscriptions.retrieve_async(row["id"], told)
        for discount in whole["discounts"]:
            left -= min(left, _off(discount["source"]["coupon"], left, price["currency"]))
    return units.heard(left, price["currency"]).amount_minor


def _off(coupon: Any, amount: int, currency: str) -> int:
    if coupon["duration"] == "once":
        return 0
    if coupon["percent_off"]:
        return rounded(amount * Fraction(str(coupon["percent_off"])) / 100)
    return int(coupon["amount_off"]) if coupon["currency"] == currency else 0
