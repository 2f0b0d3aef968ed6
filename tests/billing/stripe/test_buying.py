"""Buying, changing and leaving at Stripe's twin, as the owner of a firm does."""

import pytest
from paying import BUSINESS, account, at_stripe, bought, now, pay, wish
from stripe_twin.catalogue import create_coupon, create_promotion_code
from stripe_twin.customers import DECLINES, DECLINES_LATER, give_card

from billing.gateway.port import ProviderAway
from billing.stripe.wire import Declined
from kernel.errors import Conflict, Invalid
from kernel.money import Money

BACK = {"back": "http://acme.test/b", "cancelled": "http://acme.test/c"}


async def test_three_seats_are_bought_on_stripes_page(gateway, twin):
    firm = await bought(gateway, wish(3))
    mirror = await gateway.fetch(firm)
    assert (mirror.status, mirror.quantity, mirror.interval) == ("active", 3, "month")
    assert (mirror.version_id, mirror.currency) == (wish(3).version_id, "EUR")
    assert [one.total for one in await gateway.invoices(firm)] == [Money(4_500, "EUR")]
    assert (mirror.period_end - mirror.period_start).days == 30


async def test_a_declined_card_buys_nothing(gateway, twin):
    firm = account(customer_id=await gateway.ensure_customer(account(), key="c"))
    page = await gateway.checkout(firm, wish(1), **BACK, coupon="", key="k")
    assert (await pay(page, DECLINES)).status_code == 402
    assert await gateway.fetch(firm) is None


async def test_of_two_open_checkouts_only_the_last_can_be_paid(gateway, twin):
    firm = account(customer_id=await gateway.ensure_customer(account(), key="c"))
    pages = [
        await gateway.checkout(firm, wish(1), **BACK, coupon="", key=f"k{n}") for n in range(2)
    ]
    assert [(await pay(page)).status_code for page in pages] == [400, 303]
    with pytest.raises(Conflict):
        await gateway.checkout(firm, wish(1), **BACK, coupon="", key="k3")


async def test_a_code_makes_it_cheaper_and_an_unknown_one_is_told(gateway, twin):
    create_coupon(twin.ledger, {"id": "half", "percent_off": "50", "duration": "once"})
    create_promotion_code(twin.ledger, {"coupon": "half", "code": "HALF"})
    firm = account(customer_id=await gateway.ensure_customer(account(), key="c"))
    with pytest.raises(Invalid):
        await gateway.checkout(firm, wish(1), **BACK, coupon="NONE", key="k")
    await pay(await gateway.checkout(firm, wish(1), **BACK, coupon="HALF", key="k"))
    assert (await gateway.invoices(firm))[0].total == Money(750, "EUR")


async def test_what_a_seat_costs_is_said_before_and_charged_so(gateway, twin):
    firm = await bought(gateway, wish(3))
    twin.ledger.advance(days=10)
    at = now(twin)
    shown = await gateway.preview(firm, wish(4), at=at)
    assert (shown.today, shown.next) == (Money(1_000, "EUR"), Money(6_000, "EUR"))
    twin.ledger.advance(days=0.01)
    assert (await gateway.change(firm, wish(4), at=at, key="seat")).quantity == 4
    assert (await gateway.invoices(firm))[0].total == shown.today


async def test_a_change_that_is_asked_for_twice_is_charged_once(gateway, twin):
    firm = await bought(gateway, wish(3))
    twin.mishaps += ["unsaid"]
    at = now(twin)
    with pytest.raises(ProviderAway):
        await gateway.change(firm, wish(5), at=at, key="seats")
    await gateway.change(firm, wish(5), at=at, key="seats")
    assert len(await gateway.invoices(firm)) == 2


async def test_a_refused_card_changes_nothing_and_another_one_does(gateway, twin):
    firm = await bought(gateway, wish(3))
    give_card(twin.ledger, firm.customer_id, DECLINES_LATER)
    twin.ledger.advance(days=1)
    at = now(twin)
    for _ in range(2):
        with pytest.raises(Declined):
            await gateway.change(firm, wish(4), at=at, key="seat")
    assert (await gateway.fetch(firm)).quantity == 3
    await pay(await gateway.portal(firm, back="http://acme.test"))
    assert (await gateway.change(firm, wish(4), at=at, key="seat")).quantity == 4


async def test_fewer_seats_come_with_the_next_period_unless_they_change_their_mind(gateway, twin):
    firm = await bought(gateway, wish(5))
    planned = await gateway.plan_change(firm, wish(2), key="fewer")
    assert (planned.quantity, planned.next_quantity) == (5, 2)
    assert planned.next_at == planned.period_end
    assert (await gateway.drop_planned(firm, key="drop")).next_quantity is None
    await gateway.plan_change(firm, wish(2), key="fewer again")
    assert (await gateway.upcoming(firm)).next == Money(3_000, "EUR")
    twin.ledger.advance(days=31)
    mirror = await gateway.fetch(firm)
    assert (mirror.quantity, mirror.next_quantity, mirror.status) == (2, None, "active")
    assert (await gateway.invoices(firm))[0].total == Money(3_000, "EUR")


async def test_a_smaller_plan_is_planned_and_more_seats_now_forget_it(gateway, twin):
    firm = await bought(gateway, wish(2, version_id=BUSINESS, plan="business", unit_minor=3_000))
    planned = await gateway.plan_change(firm, wish(2), key="smaller")
    assert planned.next_version_id == wish(2).version_id
    wanted = wish(3, version_id=BUSINESS, plan="business", unit_minor=3_000)
    changed = await gateway.change(firm, wanted, at=now(twin), key="more")
    assert (changed.quantity, changed.next_version_id) == (3, None)


async def test_yearly_begins_at_once_with_the_rest_of_the_month_given_back(gateway, twin):
    firm = await bought(gateway, wish(2))
    twin.ledger.advance(days=15)
    wanted = wish(2, interval="year")
    shown = await gateway.preview(firm, wanted, at=now(twin))
    assert shown.today == Money(30_000 - 1_500, "EUR")
    changed = await gateway.change(firm, wanted, at=now(twin), key="year")
    assert (changed.interval, changed.period_end) == ("year", shown.next_at)


async def test_who_leaves_has_what_is_paid_and_may_come_back(gateway, twin):
    firm = await bought(gateway, wish(2))
    left = await gateway.cancel(firm, reason="too dear", key="leave")
    assert (left.status, left.ends_at) == ("active", left.period_end)
    assert await gateway.upcoming(firm) is None
    assert (await gateway.resume(firm, key="stay")).ends_at is None
    await gateway.cancel(firm, reason="", key="leave again")
    twin.ledger.advance(days=31)
    assert (await gateway.fetch(firm)).status == "canceled"


async def test_who_is_won_back_pays_half_once(gateway, twin):
    firm = await bought(gateway, wish(2))
    await gateway.cancel(firm, reason="", key="leave")
    await gateway.win_back(firm, key="stay")
    back = await gateway.win_back(firm, key="stay")
    # Half of one invoice is nothing that is charged again and again.
    assert (back.ends_at, back.charged_minor) == (None, 3_000)
    assert (await gateway.upcoming(firm)).next == Money(1_500, "EUR")


async def test_a_failed_renewal_is_known_since_when_and_payment_mends_it(gateway, twin):
    firm = await bought(gateway, wish(2))
    give_card(twin.ledger, firm.customer_id, DECLINES_LATER)
    twin.ledger.advance(days=32)
    mirror = await gateway.fetch(firm)
    assert mirror.status == "past_due"
    assert mirror.past_due_since > mirror.period_start
    await pay(await gateway.portal(firm, back="http://acme.test"))
    assert (await gateway.fetch(firm)).past_due_since is None


async def test_a_credit_is_used_by_the_next_invoice(gateway, twin):
    firm = await bought(gateway, wish(2))
    for _ in range(2):
        await gateway.credit(firm, Money(1_000, "EUR"), reason="sorry", key="credit")
    upcoming = await gateway.upcoming(firm)
    assert upcoming.next == Money(2_000, "EUR")
    assert sum(line.amount.amount_minor for line in upcoming.lines) == 2_000


async def test_nobody_answers_and_later_somebody_does(gateway, twin):
    firm = at_stripe(await gateway.fetch(await bought(gateway, wish(2))))
    await twin.stop()
    with pytest.raises(ProviderAway):
        await gateway.preview(firm, wish(3), at=now(twin))
    await twin.start()
    assert (await gateway.fetch(firm)).quantity == 2
