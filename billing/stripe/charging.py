"""What a period of a subscription is really charged for."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from billing.gateway.reckoning import rounded
from billing.stripe import reading, units
from billing.stripe.wire import asking

WHOLE: Final = {"expand": ["discounts.source.coupon"]}


async def charged(client: Any, row: Any, item: Any) -> int | None:
    """Seats at their price less what is taken off again and again, in minor units.

    Tax on top is not in it, nor is a discount for one invoice. None where Stripe has no whole
    amount for a seat.
    """
    # What prices were before are plans.
    price = item["price"] if "price" in item else item["plan"]
    unit = price["unit_amount" if "unit_amount" in price else "amount"]
    if unit is None:
        return None
    left = less(unit * item["quantity"], await taken_off(client, row), price["currency"])
    return units.heard(left, price["currency"]).amount_minor


async def taken_off(client: Any, row: Any) -> list[Any]:
    """Discounts one after the other: those of the seats come before those of the whole.

    A customer's own cannot be given any more in this version of the API.
    """
    item, found = reading.item_of(row), []
    for listed, one in ((client.subscription_items, item), (client.subscriptions, row)):
        if named(one):
            async with asking():
                found += (await listed.retrieve_async(one["id"], WHOLE))["discounts"]
    return found


def named(row: Any) -> list[dict[str, str]]:
    """What is taken off, as it is said again where a new list replaces the one before."""
    ids = row["discounts"] if "discounts" in row else None  # noqa: SIM401 -- no dictionary
    return [{"discount": one} for one in ids or []]


def less(amount: int, discounts: Iterable[Any], currency: str, at: datetime | None = None) -> int:
    """An amount after the discounts that last, `at` that moment where one is said."""
    for discount in discounts:
        ends = reading.moment(discount["end"])
        if at is None or ends is None or ends > at:
            amount -= min(amount, _off(discount["source"]["coupon"], amount, currency))
    return amount


def _off(coupon: Any, amount: int, currency: str) -> int:
    if coupon["duration"] == "once":
        return 0
    if coupon["percent_off"]:
        return rounded(amount * Fraction(str(coupon["percent_off"])) / 100)
    return int(coupon["amount_off"]) if coupon["currency"] == currency else 0
