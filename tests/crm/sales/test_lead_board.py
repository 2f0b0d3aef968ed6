"""Leads as cards, moved by what became of them."""

import pytest
from surfer import Surfer


@pytest.fixture
async def lead(acme):
    return await acme.create("leads", name="Wang Fang", company_name="Hualian")


async def test_a_card_is_moved_and_asks_where_a_reason_is_needed(acme, lead):
    browser = Surfer(acme.owner)
    assert "Wang Fang" in (await browser.open("leads/board")).text
    path = f"leads/{lead['id']}/move"
    answer = await browser.send(path, htmx=True, to="qualified", board="")
    assert 'id="head-qualified"' in answer.text
    assert (await acme.get(f"leads/{lead['id']}"))["status"] == "qualified"
    assert "Cannot be reached" in (await browser.open(f"{path}?to=recycled", htmx=True)).text
    await browser.send(path, to="recycled", reason="no_answer")
    found = await acme.get(f"leads/{lead['id']}")
    assert (found["status"], found["reason"]) == ("recycled", "no_answer")


async def test_nobody_becomes_a_customer_by_being_moved(acme, lead, globex):
    browser = Surfer(acme.owner)
    path = f"leads/{lead['id']}/move"
    assert await browser.status(path, to="converted") == 422
    dialog = await browser.open(f"{path}?to=converted", htmx=True)
    assert "becomes a customer" in dialog.text
    assert await Surfer(globex.owner).status(path, to="qualified") == 404
