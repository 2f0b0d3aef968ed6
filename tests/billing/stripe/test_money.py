"""Money to the last minor unit, in any currency, over any history."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paying import BUSINESS, TEAM, a_twin, bought, now, stripe_settings, wish

from billing.prepaid.port import Demand
from billing.stripe import units
from billing.stripe.gateway import StripeGateway
from billing.stripe.invoicing import StripeInvoices
from kernel.money import Money

AMOUNTS = st.integers(0, 10**12)
# Currencies with no decimals, two and three, and those that Stripe counts otherwise than ISO.
CURRENCIES = st.sampled_from(["JPY", "EUR", "CNY", "KWD", "ISK", "UGX", "MGA"])
PRICES = {(TEAM, "month"): 1_499, (TEAM, "year"): 14_990, (BUSINESS, "month"): 2_999}
# What is wished for, after how many seconds, and whether at once or with the next period.
STEP = st.tuples(
    st.sampled_from(sorted(PRICES, key=str)),
    st.integers(1, 40),
    st.integers(1, 26 * 86_400),
    st.booleans(),
)
# A renewal is charged an hour after it was written.
SETTLED = 2 * 3_600


@given(AMOUNTS, CURRENCIES)
def test_an_amount_comes_back_as_it_was_told(minor, currency):
    step = 10 if currency == "KWD" else 1
    money = Money(minor * step, currency)
    assert units.heard(units.told(money), currency.lower()) == money


def test_what_would_have_to_be_rounded_is_refused():
    with pytest.raises(units.NotInUnits):
        units.told(Money(1_001, "KWD"))
    with pytest.raises(units.NotInUnits):
        units.heard(150, "ugx")


def _price(known: tuple[Any, str], currency: str) -> dict[str, Any]:
    version, interval = known
    plan = "team" if version == TEAM else "business"
    unit = PRICES[known] * 10 if currency == "KWD" else PRICES[known]
    return {
        "version_id": version,
        "plan": plan,
        "interval": interval,
        "currency": currency,
        "unit_minor": unit,
    }


def _nearest(amount: Fraction, step: int) -> int:
    return int(amount / step + Fraction(1, 2)) * step


@settings(max_examples=12, deadline=None)
@given(currency=st.sampled_from(["EUR", "JPY", "KWD"]), history=st.lists(STEP, max_size=5))
async def test_a_history_of_seats_and_plans_costs_what_was_said_and_reckoned(currency, history):
    async with a_twin() as (twin, gateway):
        await _live_through(twin, gateway, currency, history)


async def _live_through(twin, gateway, currency, history):
    step = 10 if currency == "KWD" else 1
    seats, held = 3, _price((TEAM, "month"), currency)
    firm = await bought(gateway, wish(seats, **held))
    expected = [held["unit_minor"] * seats]
    for number, (known, wanted, wait, at_once) in enumerate(history):
        before = await gateway.fetch(firm)
        assert before is not None
        moved = min(wait, int((before.period_end - now(twin)).total_seconds()) - 1)
        twin.ledger.advance(twin.ledger.now + moved)
        price, at = _price(known, currency), now(twin)
        if not at_once:
            await gateway.plan_change(firm, wish(wanted, **price), key=f"step {number}")
            twin.ledger.advance(int(before.period_end.timestamp()) + SETTLED)
            seats, held = wanted, price
            expected.append(price["unit_minor"] * wanted)
            after = await gateway.fetch(firm)
            assert after is not None
            assert (after.quantity, after.version_id) == (wanted, price["version_id"])
            assert after.next_at is None
            continue
        shown = await gateway.preview(firm, wish(wanted, **price), at=at)
        after = await gateway.change(firm, wish(wanted, **price), at=at, key=f"step {number}")
        whole = before.period_end - before.period_start
        rest = Fraction(int((before.period_end - at).total_seconds()), int(whole.total_seconds()))
        back = _nearest(held["unit_minor"] * seats * rest, step)
        turns = price["interval"] != held["interval"]
        new = price["unit_minor"] * wanted
        due = (new if turns else _nearest(new * rest, step)) - back
        if (price["version_id"], price["interval"], wanted) != (
            held["version_id"],
            held["interval"],
            seats,
        ):
            expected.append(due)
            told = {line.text: line.amount.amount_minor for line in shown.lines}
            assert shown.today.amount_minor == max(0, sum(told.values()))
            assert sum(told.values()) - told.get("Credit used", 0) == due
        assert (after.quantity, after.version_id) == (wanted, price["version_id"])
        seats, held = wanted, price
    charged = [one.total.amount_minor for one in await gateway.invoices(firm, most=100)]
    assert charged[::-1] == expected


@pytest.mark.parametrize(("tax", "today"), [("exclusive", 5_355), ("inclusive", 4_500)])
async def test_stripe_reckons_the_tax_on_top_of_prices_or_in_them(tax, today):
    async with a_twin(stripe_tax=tax) as (twin, gateway):
        firm = await bought(gateway, wish(3))
        assert [one.total for one in await gateway.invoices(firm)] == [Money(today, "EUR")]
        shown = await gateway.preview(firm, wish(4), at=now(twin))
        assert sum(line.amount.amount_minor for line in shown.lines) == shown.today.amount_minor
        demand = Demand(reference="GX-1", text="a year", amount=Money(4_500, "EUR"), days=14)
        made = await StripeInvoices(gateway.wire, tax).bill(firm, demand)
        assert twin.ledger.get("invoice", made.invoice_id)["total"] == today


async def test_a_price_of_before_learns_whether_tax_is_in_it():
    async with a_twin() as (twin, gateway):
        await bought(gateway, wish(3))
        later = StripeGateway(stripe_settings(twin.url, stripe_tax="exclusive"))
        firm = await bought(later, wish(1))
        assert [one.total for one in await later.invoices(firm)] == [Money(1_785, "EUR")]
        await later.close()
