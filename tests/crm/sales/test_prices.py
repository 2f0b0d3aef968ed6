"""Price books: the first that fits the customer says what a product costs."""

from datetime import timedelta

import pytest
from surfer import Surfer

from kernel import clock

EVERYBODY = {"and": []}
DEAR = {"field": "level", "op": "eq", "value": "A"}


@pytest.fixture
async def pump(acme):
    price = {"amount_minor": 100_00, "currency": "USD"}
    return await acme.create("products", name="Pump", price=price)


async def book(acme, pump, price, **more):
    prices = [{"product_id": pump["id"], "price": price}, *more.pop("prices", [])]
    said = {"name": "Book", "currency": "USD", "filter": EVERYBODY, "prices": prices, **more}
    return (await acme.post("price-books", 201, **said))["book"]


async def cost(acme, company, pump, currency="USD", quantity=1_000):
    """What one costs the customer on a deal that names no price."""
    deal = await acme.create("deals", name="D", companies=[company["id"]])
    items = [{"product_id": pump["id"], "quantity": quantity}]
    path = f"deals/{deal['id']}/lines"
    answer = await acme.request("PUT", path, json={"currency": currency, "items": items})
    return answer.json()["items"][0]["price"] if answer.status_code == 200 else answer.status_code


async def test_the_first_book_that_fits_the_customer_says_the_price_else_the_product(acme, pump):
    dear = await acme.create("companies", name="Dear", level="A")
    plain = await acme.create("companies", name="Plain", level="C")
    await book(acme, pump, 95_00, position=2)
    await book(acme, pump, 80_00, filter=DEAR, position=1)
    later = (clock.now() + timedelta(days=2)).date().isoformat()
    await book(acme, pump, 1, position=0, valid_from=later)
    await book(acme, pump, 90_00, currency="EUR")
    found = [await cost(acme, one, pump) for one in (dear, plain)]
    assert found == [80_00, 95_00]
    assert await cost(acme, plain, pump, "EUR") == 90_00
    assert await cost(acme, plain, pump, "CNY") == 422
    fan = await acme.create("products", name="Fan", price={"amount_minor": 5, "currency": "USD"})
    assert await cost(acme, dear, fan) == 5


async def test_who_buys_more_pays_less_of_each(acme, pump):
    firm = await acme.create("companies", name="Hualian")
    tier = {"product_id": pump["id"], "price": 70_00, "from_quantity": 10_000}
    made = await book(acme, pump, 95_00, prices=[tier])
    found = [await cost(acme, firm, pump, quantity=many) for many in (9_999, 10_000)]
    assert found == [95_00, 70_00]
    assert await acme.status("DELETE", f"price-books/{made['id']}") == 204
    assert await cost(acme, firm, pump) == 100_00


async def test_price_books_are_kept_on_a_page_by_administrators_of_their_own_firm(
    acme, globex, pump
):
    browser, rep = Surfer(acme.owner), await acme.member("rep")
    form = [
        ("name", "Key accounts"), ("currency", "USD"), ("field", "level"), ("op", "eq"),
        ("value", "A"), ("product_id", pump["id"]), ("from_quantity", ""), ("price", "80.50"),
    ]  # fmt: skip
    page = await browser.follow("settings/price-books", form)
    assert "Key accounts" in page.text
    [made] = (await acme.get("price-books"))["items"]
    assert made["filter"] == {"and": [DEAR]}
    path = f"price-books/{made['id']}"
    assert (await acme.get(path))["prices"][0]["price"] == 80_50
    assert "80.50" in (await browser.open(f"settings/{path}")).html
    assert (await rep.status("GET", path), await globex.status("GET", path)) == (403, 404)
    theirs = await globex.create("products", name="Theirs")
    prices = [{"product_id": theirs["id"], "price": 1}]
    wish = {"name": "X", "currency": "USD", "prices": prices}
    assert await acme.status("POST", "price-books", json=wish) == 422


async def test_below_the_floor_a_manager_sells_and_what_was_agreed_stays(acme, pump):
    tier = {"product_id": pump["id"], "price": 70_00, "from_quantity": 10_000, "floor": 60_00}
    await book(acme, pump, 95_00, prices=[tier])
    rep = await acme.member("rep")
    deal = await rep.create("deals", name="D")
    path = f"deals/{deal['id']}/lines"

    async def sells(who, price, discount=0, quantity=10_000):
        line = {"product_id": pump["id"], "quantity": quantity, "price": price}
        body = {"currency": "USD", "items": [{**line, "discount": discount}]}
        return await who.status("PUT", path, json=body)

    assert [await sells(rep, 60_00), await sells(rep, 59_99), await sells(rep, 66_00, 10_00)] == [
        200, 422, 422
    ]  # fmt: skip
    assert await sells(rep, 1, quantity=9_999) == 200
    assert await sells(acme, 50_00) == 200
    assert await sells(rep, 50_00) == 200
    above = {"name": "X", "currency": "USD", "prices": [{**tier, "floor": 70_01}]}
    assert await acme.status("POST", "price-books", json=above) == 422
