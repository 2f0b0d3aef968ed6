"""Price books: the first that fits the customer says what a product costs."""

import json
from datetime import timedelta

import pytest
from chatting import button, kinds, press
from roles import ids_of
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


@pytest.fixture
async def floored(acme, pump):
    """Ten pumps are not sold below 60 each; a rep's deal, and how somebody sells on it."""
    tier = {"product_id": pump["id"], "price": 70_00, "from_quantity": 10_000, "floor": 60_00}
    await book(acme, pump, 95_00, prices=[tier])
    above = {"name": "X", "currency": "USD", "prices": [{**tier, "floor": 70_01}]}
    assert await acme.status("POST", "price-books", json=above) == 422
    rep = await acme.member("rep")
    deal = await rep.create("deals", name="Ten pumps")

    async def sells(who, price, discount=0, quantity=10_000):
        line = {"product_id": pump["id"], "quantity": quantity, "price": price}
        body = {"currency": "USD", "items": [{**line, "discount": discount}]}
        assert await who.status("PUT", f"deals/{deal['id']}/lines", json=body) == 200
        return (await acme.get(f"deals/{deal['id']}"))["below_floor"]

    return rep, deal["id"], sells


async def test_below_the_floor_a_manager_agrees_before_it_is_won(acme, floored):
    rep, deal, sells = floored
    assert await sells(rep, 60_00) is None
    assert await sells(rep, 1, quantity=9_999) is None
    assert await sells(rep, 66_00, 10_00) == "asked"
    assert await rep.status("POST", f"deals/{deal}/winning") == 409
    where = json.dumps({"field": "below_floor", "op": "eq", "value": "asked"})
    assert [one["id"] for one in (await acme.get("deals", filter=where))["items"]] == [deal]
    page = await Surfer(acme.owner).open(f"deals/{deal}")
    assert "Agree to the price" in page.text
    assert "Agree to the price" not in (await Surfer(rep).open(f"deals/{deal}")).text
    await Surfer(acme.owner).follow(f"deals/{deal}/price-decision", approved="1")
    assert await sells(rep, 66_00, 10_00) == "approved"
    assert await sells(rep, 66_00, 10_00, quantity=20_000) == "asked"
    assert await sells(acme, 50_00) == "approved"
    assert await sells(rep, 50_00) == "approved"
    await rep.post(f"deals/{deal}/winning")


async def test_only_who_may_give_the_deal_away_agrees_to_its_price(acme, floored):
    rep, deal, sells = floored
    decide = f"deals/{deal}/price-decision"
    await acme.post(decide, 409, approved=True)
    await sells(rep, 50_00)
    assert await rep.status("POST", decide, json={"approved": True}) == 403
    elsewhere = await acme.member("manager", "Max")
    whom = (await ids_of(acme))["Max"]
    assert await rep.status("PUT", f"deals/{deal}/shares/{whom}", json={"level": "edit"}) == 204
    assert await elsewhere.status("POST", decide, json={"approved": True}) == 403
    assert (await acme.post(decide, approved=False))["below_floor"] == "declined"
    assert await rep.status("POST", f"deals/{deal}/winning") == 409
    told = [one["body"] for one in (await rep.get("notifications"))["items"]]
    assert any("does not agree to the price" in body for body in told)
    assert await sells(rep, 50_00) == "declined"
    assert await sells(rep, 55_00) == "asked"


async def test_a_manager_is_asked_in_the_chat_and_agrees_by_a_button(acme, floored):
    rep, deal, sells = floored
    await sells(rep, 50_00)
    messages = (await acme.get("chat/messages"))["items"]
    [message] = [one for one in messages if "price_agree" in kinds(one)]
    assert "sells below the floor price" in message["text"]
    [answer] = await press(acme, button(message, "price_agree"))
    assert "Agreed: Ten pumps" in answer["text"]
    assert (await acme.get(f"deals/{deal}"))["below_floor"] == "approved"
