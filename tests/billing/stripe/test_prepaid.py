"""Months and years that are paid in advance, by an invoice or by a transfer."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from paying import pay

from billing.prepaid.service import order_called, settle
from kernel import clock
from kernel.principal import house

YEAR = {"plan": "team", "seats": 3}
TITLE = {"name": "华联泵业有限公司", "tax_number": "91310000MA1FL00X7Y"}


@pytest.fixture
def transfer(outside):
    """The operator marks what came in; whether that was news."""

    async def mark(firm, order):
        async with outside(firm) as uow:
            found = await order_called(uow, UUID(order["id"]))
            actor = house(uow.tenant_id, name="Operator")
            return await settle(uow, actor, found, clock.now(), by="operator")

    return mark


async def ordered(firm, **more):
    return await firm.post("billing/orders", expected=201, **{**YEAR, "by": "transfer", **more})


async def days_left(firm):
    ends = datetime.fromisoformat((await firm.get("billing"))["ends_at"])
    return round((ends - clock.now()) / timedelta(days=1))


async def test_a_transfer_that_is_marked_twice_by_two_people_is_one_year(shop, acme, transfer):
    order = await ordered(acme)
    news = await asyncio.gather(*(transfer(acme, order) for _ in range(2)))
    assert sorted(news) == [False, True]
    assert await days_left(acme) in {365, 366}
    now = await acme.get("billing")
    assert (now["plan"], now["status"], now["seats"]) == ("team", "active", 3)


async def test_the_same_once_more_goes_on_from_the_end(shop, acme, transfer):
    for _ in range(2):
        await transfer(acme, await ordered(acme))
    assert await days_left(acme) in {730, 731}
    assert await acme.status("POST", "billing/checkout", json={"plan": "team"}) == 409


async def test_more_seats_cost_the_new_year_less_what_is_left_of_the_old(shop, acme, transfer):
    first = await ordered(acme)
    await transfer(acme, first)
    more = await ordered(acme, seats=6)
    assert more["amount"]["amount_minor"] == pytest.approx(first["amount"]["amount_minor"], abs=9)
    await acme.request("DELETE", f"billing/orders/{more['id']}")
    fewer = {**YEAR, "seats": 1, "by": "transfer"}
    assert await acme.status("POST", "billing/orders", json=fewer) == 409


async def test_one_order_is_open_at_a_time_and_can_be_withdrawn(shop, acme, globex):
    asked = [acme.request("POST", "billing/orders", json=YEAR) for _ in range(4)]
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    order = next(answer.json() for answer in answers if answer.status_code == 201)
    assert await globex.status("DELETE", f"billing/orders/{order['id']}") == 404
    assert await acme.status("DELETE", f"billing/orders/{order['id']}") == 204
    assert await acme.status("DELETE", f"billing/orders/{order['id']}") == 409


async def test_an_invoice_that_was_withdrawn_cannot_be_paid_any_more(shop, acme):
    order = await acme.post("billing/orders", expected=201, **YEAR)
    await shop.work()
    page = (await acme.get("billing/orders"))["orders"][0]["page"]
    await acme.request("DELETE", f"billing/orders/{order['id']}")
    await shop.work()
    await pay(page)
    assert [row["status"] for row in shop.twin.ledger.all("invoice")] == ["void"]


async def test_what_is_paid_while_it_is_withdrawn_counts(shop, acme):
    order = await acme.post("billing/orders", expected=201, **YEAR)
    await shop.work()
    await pay((await acme.get("billing/orders"))["orders"][0]["page"])
    await acme.request("DELETE", f"billing/orders/{order['id']}")
    await shop.post()
    assert (await acme.get("billing"))["seats"] == 3


async def test_the_tax_invoice_has_the_title_that_was_told(shop, acme, admin):
    refused = await acme.request("PUT", "billing/invoice-title", json={**TITLE, "special": True})
    assert {*refused.json()["errors"]} == {"address", "phone", "bank", "account"}
    order = await ordered(acme)
    assert await acme.status("PUT", "billing/invoice-title", json=TITLE) == 204
    kept = await admin.fetchval(
        "SELECT o.title->>'name' FROM prepaid_order o WHERE o.id = $1", UUID(order["id"])
    )
    assert kept == TITLE["name"]
    audit = str((await acme.get("audit"))["items"])
    assert TITLE["tax_number"] not in audit
