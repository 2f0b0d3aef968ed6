"""The pipeline as people see and move it."""

import asyncio
import re
from typing import Any

import pytest
from chatting import work
from surfer import Surfer
from world import Workspace


async def stage(acme: Any, name: str) -> str:
    found = (await acme.get("pipelines"))["items"][0]["stages"]
    return str(next(s["id"] for s in found if s["name"] == name))


def cards(page: Any, column: str) -> list[str]:
    """The ids of a column's cards, from top to bottom."""
    part = page.html.split(f'data-column="{column}"')[1].split("</section>")[0]
    return re.findall(r'data-id="([^"]+)"', part)


@pytest.fixture
async def deals(acme: Workspace) -> list[Any]:
    amount = {"amount_minor": 1_000_00, "currency": "USD"}
    return [await acme.create("deals", name=f"Deal {n}", amount=amount) for n in range(3)]


async def test_the_board_sums_its_columns_and_weighs_them(acme, deals):
    await acme.edit(f"deals/{deals[0]['id']}", probability=90)
    page = await Surfer(acme.owner).open("deals")
    assert "$3,000" in page.text
    assert "weighted $1,100" in page.text


async def test_amounts_without_a_rate_are_named_and_counted(acme, database):
    await acme.create("deals", name="Abroad", amount={"amount_minor": 500_00, "currency": "EUR"})
    browser = Surfer(acme.owner)
    assert "1 amount without a rate" in (await browser.open("deals")).text
    line = {"day": "2026-01-31", "currency": "EUR", "rate": "1.10"}
    await acme.post("rates", 201, items=[line])
    await work(database, "rates.derive", {"again": True}, acme.workspace_id)
    page = await browser.open("deals")
    assert "without a rate" not in page.text
    assert "$550" in page.text
    assert "1 EUR = 1.10 since Jan 31, 2026" in page.text


async def test_a_card_lies_where_it_was_dropped_and_comes_back(acme, deals):
    new, quote = await stage(acme, "Contacted"), await stage(acme, "Quote")
    browser = Surfer(acme.owner)
    first, second, third = (d["id"] for d in deals)
    assert cards(await browser.open("deals"), new) == [third, second, first]
    fields = {"to": new, "below": first, "board": ""}
    answer = await browser.send(f"deals/{third}/move", htmx=True, **fields)
    assert answer.status_code == 200, answer.text
    assert cards(await browser.open("deals"), new) == [second, first, third]
    answer = await browser.send(f"deals/{first}/move", htmx=True, to=quote, board="")
    assert f'id="head-{new}"' in answer.text
    assert f'id="head-{quote}"' in answer.text
    undo = re.search(r'"undo": "([^"]+)"', answer.headers["HX-Trigger"])
    assert undo
    assert (await browser.send(undo[1])).status_code == 303
    assert set(cards(await browser.open("deals"), new)) == {first, second, third}


async def test_what_a_gate_refuses_is_said_and_not_moved(acme, deals):
    quote = await stage(acme, "Quote")
    await acme.edit(f"stages/{quote}", needs=["expected_close"])
    fields = {"to": quote, "board": ""}
    answer = await Surfer(acme.owner).send(f"deals/{deals[0]['id']}/move", htmx=True, **fields)
    assert answer.status_code == 409
    assert "Expected close" in answer.headers["HX-Trigger"]
    assert (await acme.get(f"deals/{deals[0]['id']}"))["stage_id"] == await stage(acme, "Contacted")


async def test_cards_dropped_on_one_gap_at_once_all_keep_a_place(acme, deals):
    new = await stage(acme, "Contacted")
    more = [await acme.create("deals", name=f"More {n}") for n in range(10)]
    anchor = deals[0]["id"]
    for _ in range(3):
        wish = {"stage_id": new, "below": anchor}
        answers = await asyncio.gather(
            *(acme.status("POST", f"deals/{d['id']}/stage", json=wish) for d in more)
        )
        assert set(answers) == {200}
    found = cards(await Surfer(acme.owner).open("deals"), new)
    assert len(set(found)) == 13
    assert set(found[found.index(anchor) + 1 :]) == {d["id"] for d in more}


async def test_a_gap_that_is_used_up_is_made_wide_again(acme, deals):
    new = await stage(acme, "Contacted")
    first, second, third = (d["id"] for d in deals)
    for n in range(50):
        below, moved = third, (second, first)[n % 2]
        await acme.post(f"deals/{moved}/stage", stage_id=new, below=below)
    assert cards(await Surfer(acme.owner).open("deals"), new) == [third, first, second]


async def test_a_long_column_comes_in_pieces(acme):
    new = await stage(acme, "Contacted")
    made = {(await acme.create("deals", name=f"Deal {n}"))["id"] for n in range(25)}
    browser = Surfer(acme.owner)
    page = await browser.open("deals")
    shown = cards(page, new)
    more = page.all("button", hx_target=f"#more-{new}")[0]["hx-get"]
    rest = re.findall(r'data-id="([^"]+)"', (await browser.open(more, htmx=True)).html)
    assert (len(shown), set(shown) | set(rest)) == (20, made)
    assert (await browser.fetch(more.partition("&after")[0] + "&after=x")).status_code == 422


async def test_a_deal_is_won_lost_and_reopened_by_its_page(acme, deals):
    browser, path = Surfer(acme.owner), f"deals/{deals[0]['id']}"
    assert "In this stage: 0 days" in (await browser.open(path)).text
    assert (await browser.send(f"{path}/winning")).status_code == 303
    assert (await browser.send(f"{path}/reopening")).status_code == 303
    assert "Chose a competitor" in (await browser.open(f"{path}/loss", htmx=True)).text
    answer = await browser.send(f"{path}/loss", reason="price", note="4 % less")
    assert answer.status_code == 303
    page = await browser.open(path)
    assert "4 % less" in page.text
    assert "Its way through the stages" in page.text


async def test_products_are_put_on_a_deal_by_a_form(acme, deals):
    price = {"amount_minor": 249_99, "currency": "USD"}
    pump = await acme.create("products", name="Pump P-20", price=price)
    browser, path = Surfer(acme.owner), f"deals/{deals[0]['id']}"
    assert "Pump P-20" in (await browser.open(f"{path}/lines", htmx=True)).text
    line = {"product_id": pump["id"], "text": "", "quantity": "2", "price": "", "discount": "10"}
    answer = await browser.send(f"{path}/lines", currency="USD", **line)
    assert answer.status_code == 303, answer.text
    assert (await acme.get(path))["amount"] == {"amount_minor": 449_98, "currency": "USD"}


async def test_pipelines_and_currencies_are_set_up_on_pages(acme):
    browser = Surfer(acme.owner)
    quote = await stage(acme, "Quote")
    page = await browser.open("settings/pipelines")
    assert "Negotiation" in page.text
    form = {
        "name": "Offer",
        "kind": "open",
        "color": "teal",
        "probability": "45",
        "needs": "amount",
        "playbook": "Ask who signs.\nThen send it.",
    }
    assert (await browser.send(f"settings/pipelines/stages/{quote}", **form)).status_code == 303
    assert (
        await browser.send(f"settings/pipelines/stages/{quote}/place", way="up")
    ).status_code == 303
    names = [s["name"] for s in (await acme.get("pipelines"))["items"][0]["stages"]]
    assert names[:3] == ["Contacted", "Offer", "Qualified"]
    deal = await acme.create("deals", name="Pumps", stage_id=quote)
    assert "Ask who signs." in (await browser.open(f"deals/{deal['id']}")).text
    rate = {"currency": "EUR", "rate": "1.10", "day": "2026-01-31"}
    assert (await browser.send("settings/currencies", **rate)).status_code == 303
    assert "1.10" in (await browser.open("settings/currencies")).text


async def test_a_rep_sees_the_own_deals_and_a_forgotten_one_is_red(acme, deals, database):
    rep = await acme.member("rep")
    mine = await rep.create("deals", name="Mine")
    page = await Surfer(rep).open("deals")
    assert cards(page, await stage(acme, "Contacted")) == [mine["id"]]
