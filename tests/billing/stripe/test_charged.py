"""What a subscription brings in is what Stripe really charges, to the cent."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paying import account, bought, now, pay, wish
from stripe_twin.catalogue import create_coupon, create_promotion_code
from stripe_twin.subscriptions import update_subscription

from kernel.money import Money

BACK = {"back": "http://acme.test/b", "cancelled": "http://acme.test/c"}
LASTING = st.fixed_dictionaries(
    {"duration": st.sampled_from(["forever", "repeating"]), "duration_in_months": st.just("30")}
)
OFF = st.one_of(
    st.integers(1, 1000).map(lambda n: {"percent_off": str(n / 10)}),
    st.integers(1, 20_000).map(lambda n: {"amount_off": str(n), "currency": "eur"}),
)


def code_for(twin, **coupon):
    code = uuid4().hex
    create_coupon(twin.ledger, {"id": code, **coupon})
    create_promotion_code(twin.ledger, {"coupon": code, "code": code})
    return code


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["month", "year"]), st.integers(1, 9), OFF, LASTING)
async def test_what_is_read_is_the_next_invoice(gateway, twin, interval, seats, off, lasting):
    name = uuid4().hex
    firm = account(
        workspace_id=uuid4(), customer_id=await gateway.ensure_customer(account(), key=name)
    )
    wanted = wish(seats, interval=interval)
    code = code_for(twin, **off, **lasting)
    await pay(await gateway.checkout(firm, wanted, **BACK, coupon=code, key=name))
    upcoming = await gateway.upcoming(firm)
    assert (await gateway.fetch(firm)).charged_minor == upcoming.next.amount_minor


async def test_what_is_taken_off_for_good_stays_whatever_is_planned_bought_or_offered(
    gateway, twin
):
    firm = await bought(gateway, wish(4))
    for code, off in (("seats", {"percent_off": "50"}), ("firm", {"amount_off": "500"})):
        coupon = {"id": code, "currency": "eur", "duration": "forever", **off}
        create_coupon(twin.ledger, coupon)
    told = {"items": [{"discounts": [{"coupon": "seats"}]}], "discounts": [{"coupon": "firm"}]}
    update_subscription(twin.ledger, told, firm.subscription_id)
    assert (await gateway.fetch(firm)).charged_minor == 2_500
    assert (await gateway.preview(firm, wish(6), at=now(twin))).next == Money(4_000, "EUR")
    assert await gateway.renewal(firm, wish(2), at=now(twin)) == Money(1_000, "EUR")
    await gateway.plan_change(firm, wish(2), key="fewer")
    twin.ledger.advance(days=31)
    assert (await gateway.invoices(firm))[0].total == Money(1_000, "EUR")
    await gateway.cancel(firm, reason="", key="leave")
    offered = (await gateway.offer(firm)).next
    await gateway.win_back(firm, key="stay")
    assert (await gateway.upcoming(firm)).next == offered == Money(500, "EUR")
    assert (await gateway.fetch(firm)).charged_minor == 1_000


@pytest.mark.parametrize(
    ("coupon", "yearly"),
    [
        ({"percent_off": "33.3", "duration": "forever"}, [38_424, 38_424]),
        ({"amount_off": "800", "currency": "usd", "duration": "repeating"}, [48_000, 57_600]),
        ({"percent_off": "50", "duration": "once"}, [57_600, 57_600]),
    ],
)
async def test_revenue_follows_the_discount_and_its_end(shop, acme, admin, coupon, yearly):
    months = {"duration_in_months": "2"} if coupon["duration"] == "repeating" else {}
    await shop.buy(acme, coupon=code_for(shop.twin, **coupon, **months))
    seen = []
    for _month in (1, 2):
        span = "SELECT yearly_minor FROM revenue_span WHERE tenant_id = $1 AND ended_at IS NULL"
        seen.append(await admin.fetchval(span, UUID(acme.workspace_id)))
        shop.twin.ledger.advance(days=93)
        await shop.post()
    assert seen == yearly
