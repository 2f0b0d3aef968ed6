"""Killed, cut off or pressed twice at any step: no payment is lost and none is doubled."""

import contextlib

import pytest
from paying import pay

from billing.gateway.port import ProviderAway
from billing.prepaid.tasks import bill
from billing.reconciling.comparing import compare

# More than the requests of any one deed.
STEPS = range(7)
# Nothing was done; it was done and nobody heard.
MISHAPS = ["unheard", "unsaid"]
SEATS = {"plan": "team", "interval": "month", "seats": 5}


def invoices(shop):
    return [row for row in shop.twin.ledger.all("invoice") if row["total"]]


@pytest.mark.parametrize("mishap", MISHAPS)
async def test_seats_are_charged_once_wherever_it_broke_off(shop, acme, mishap):
    await shop.buy(acme)
    twin, charged = shop.twin, 1
    for step in STEPS:
        seats = {"json": {"seats": 4 + step}}
        twin.mishaps.extend([None] * step + [mishap])
        first = await acme.status("POST", "billing/changes", **seats)
        twin.mishaps.clear()
        # A process that was killed has kept nothing of what it heard.
        again = await acme.status("POST", "billing/changes", **seats)
        assert (first in {204, 503}, again) == (True, 204)
        charged += 1
        assert len(invoices(shop)) == charged
        assert (await acme.get("billing"))["seats"] == 4 + step


@pytest.mark.parametrize("mishap", MISHAPS)
async def test_a_first_purchase_is_paid_once_wherever_it_broke_off(shop, acme, mishap):
    twin = shop.twin
    for step in STEPS:
        twin.mishaps.extend([None] * step + [mishap])
        await acme.status("POST", "billing/checkout", json=SEATS)
        twin.mishaps.clear()
    await acme.post("billing/checkout", expected=201, **SEATS)
    pages = [row["url"] for row in twin.ledger.all("checkout.session") if row["url"]]
    assert sorted([(await pay(page)).status_code for page in pages])[:1] == [303]
    await shop.post(lose=lambda _event: True)
    assert len(invoices(shop)) == 1
    assert (await acme.get("billing"))["status"] == "trialing"


async def test_a_prepaid_period_is_billed_once_wherever_it_broke_off(shop, acme, outside):
    order = await acme.post("billing/orders", expected=201, plan="team", seats=3)
    for step in STEPS:
        shop.twin.mishaps.extend([None] * step + ["unsaid"])
        with contextlib.suppress(ProviderAway):
            await bill(lambda: outside(acme), {"order": order["id"]})
        shop.twin.mishaps.clear()
    await shop.work()
    (made,) = invoices(shop)
    assert (made["status"], made["total"]) == ("open", order["amount"]["amount_minor"])
    page = (await acme.get("billing/orders"))["orders"][0]["page"]
    assert (await pay(page)).status_code == 303
    await shop.post(twice=True)
    now = await acme.get("billing")
    assert (now["status"], now["seats"]) == ("active", 3)
    assert now["ends_at"][:4] == str(int(order["created_at"][:4]) + 1)


async def test_lost_words_are_found_at_night(shop, acme, globex, gateway, outside):
    for firm in (acme, globex):
        page = (await firm.post("billing/checkout", expected=201, **SEATS))["url"]
        await pay(page)
    await shop.post(lose=lambda _event: True)
    assert (await acme.get("billing"))["status"] == "trialing"
    report = await compare(outside, gateway)
    found = {one["workspace"] for one in report.findings if one["kind"] == "mended"}
    assert {acme.workspace_id, globex.workspace_id} <= found
    assert (await acme.get("billing"))["seats"] == 5
    assert (await compare(outside, gateway)).clean


async def test_stripe_is_away_and_the_product_works_and_finds_back(shop, acme):
    await shop.buy(acme)
    twin = shop.twin
    await twin.stop()
    assert await acme.status("POST", "companies", json={"name": "Hualian"}) == 201
    refused = await acme.request("POST", "billing/changes", json={"seats": 9})
    assert refused.status_code == 503
    assert "payment provider" in refused.json()["detail"]
    await twin.start()
    assert await acme.status("POST", "billing/changes", json={"seats": 9}) == 204
