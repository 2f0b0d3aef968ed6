"""A lead's life: first response, given up, converted, and taken back."""

import asyncio
from typing import Any

import pytest
from surfer import Surfer
from world import Workspace


@pytest.fixture
async def lead(acme: Workspace) -> Any:
    emails = [{"value": "wang@hualian.example"}]
    return await acme.create(
        "leads", name="Wang Fang", company_name="Hualian", emails=emails, source="fair"
    )


async def test_the_first_activity_is_the_response(acme, lead):
    assert (lead["status"], lead["first_response_at"]) == ("new", None)
    about = [{"type": "lead", "id": lead["id"]}]
    for day in ("2030-01-02", "2030-01-01"):
        at = f"{day}T09:00:00Z"
        await acme.create("activities", text="Called", happened_at=at, links=about)
    found = await acme.get(f"leads/{lead['id']}")
    assert (found["status"], found["first_response_at"]) == ("working", "2030-01-02T09:00:00Z")
    assert found["last_activity_at"] == "2030-01-02T09:00:00Z"


async def test_a_lead_becomes_company_contact_and_deal_and_takes_its_past_along(acme, lead):
    about = [{"type": "lead", "id": lead["id"]}]
    await acme.create("activities", text="Wants 20 pumps", links=about)
    due = "2030-01-01T09:00:00Z"
    await acme.create("tasks", title="Quote", due_at=due, links=about)
    amount = {"amount_minor": 5_000_00, "currency": "USD"}
    done = await acme.post(f"leads/{lead['id']}/conversion", deal_name="20 pumps", amount=amount)
    assert done["status"] == "converted"
    deal = await acme.get(f"deals/{done['deals'][0]}")
    assert (deal["name"], deal["amount"], deal["source"]) == ("20 pumps", amount, "fair")
    assert (deal["companies"], deal["contacts"]) == (done["companies"], done["contacts"])
    assert deal["lead_id"] == lead["id"]
    contact = await acme.get(f"contacts/{done['contacts'][0]}")
    assert contact["emails"][0]["value"] == "wang@hualian.example"
    for path in (f"companies/{done['companies'][0]}", f"deals/{deal['id']}"):
        assert (await acme.get(path))["next_action_at"] == due
        kinds = {entry["kind"] for entry in (await acme.get(f"{path}/timeline"))["items"]}
        assert {"activity", "task"} <= kinds


async def test_a_conversion_takes_known_customers_and_no_others(acme, globex, lead):
    company = await acme.create("companies", name="Hualian Group")
    contact = await acme.create("contacts", name="Wang", emails=lead["emails"])
    assert await acme.status("POST", f"leads/{lead['id']}/conversion") == 409
    theirs = await globex.create("companies", name="Theirs")
    wish = {"company_id": theirs["id"]}
    assert await acme.status("POST", f"leads/{lead['id']}/conversion", json=wish) == 422
    wish = {"company_id": contact["id"]}
    assert await acme.status("POST", f"leads/{lead['id']}/conversion", json=wish) == 422
    ids = {"company_id": company["id"], "contact_id": contact["id"]}
    done = await acme.post(f"leads/{lead['id']}/conversion", with_deal=False, **ids)
    assert (done["companies"], done["contacts"], done["deals"]) == (
        [company["id"]],
        [contact["id"]],
        [],
    )


async def test_a_lead_is_converted_once_however_many_ask(acme):
    # Without an address: no other rule stands in the way of a second customer.
    lead = await acme.create("leads", name="Wang Fang", company_name="Hualian")
    answers = await asyncio.gather(
        *(acme.status("POST", f"leads/{lead['id']}/conversion") for _ in range(6))
    )
    assert sorted(answers) == [200, 409, 409, 409, 409, 409]
    assert (await acme.get("deals"))["total"]["value"] == 1


async def test_a_conversion_is_taken_back_whole(acme, lead):
    known = await acme.create("companies", name="Hualian")
    about = [{"type": "lead", "id": lead["id"]}]
    said = await acme.create("activities", text="Wants 20 pumps", links=about)
    await acme.post(f"leads/{lead['id']}/qualification")
    done = await acme.post(f"leads/{lead['id']}/conversion", company_id=known["id"])
    await acme.post(f"deals/{done['deals'][0]}/winning")
    assert await acme.status("DELETE", f"leads/{lead['id']}/conversion") == 409
    await acme.request("DELETE", f"deals/{done['deals'][0]}/winning")
    back = (await acme.request("DELETE", f"leads/{lead['id']}/conversion")).json()
    assert (back["status"], back["deals"]) == ("qualified", [])
    assert await acme.status("GET", f"deals/{done['deals'][0]}") == 404
    found = await acme.get(f"companies/{known['id']}")
    assert found["last_activity_at"] is None
    links = (await acme.get(f"activities/{said['id']}"))["links"]
    assert [link["type"] for link in links] == ["lead"]
    assert (await acme.post(f"leads/{lead['id']}/conversion"))["status"] == "converted"


async def test_a_lead_is_given_up_with_a_reason_and_resumed(acme, lead):
    path = f"leads/{lead['id']}"
    assert await acme.status("POST", f"{path}/disqualification", json={"reason": "x"}) == 422
    gone = await acme.post(f"{path}/disqualification", reason="no_budget")
    assert (gone["status"], gone["reason"]) == ("disqualified", "no_budget")
    again = (await acme.request("DELETE", f"{path}/disqualification")).json()
    assert (again["status"], again["reason"]) == ("new", None)
    rep = await acme.member("rep")
    members = (await acme.get("members"))["items"]
    theirs = next(m["id"] for m in members if m["role"] == "rep")
    assert (await acme.edit(path, owner_id=theirs))["status"] == "assigned"
    assert (await rep.get(path))["name"] == "Wang Fang"


async def test_from_lead_to_won_in_three_clicks(acme, lead):
    browser = Surfer(acme.owner)
    dialog = await browser.open(f"leads/{lead['id']}/conversion", htmx=True)
    assert "New: Hualian" in dialog.text
    answer = await browser.send(f"leads/{lead['id']}/conversion", with_deal="1")
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    assert "Wang Fang" in (await browser.open(place)).text
    assert (await browser.send(f"{place}/winning")).status_code == 303
    page = await browser.open(f"leads/{lead['id']}")
    assert "Hualian" in page.text


async def test_what_must_be_known_of_a_lead_depends_on_where_it_comes_from(acme, lead):
    form = [("lead_checklists", ""), ("lead_checklists", "fair:budget")]
    assert await Surfer(acme.owner).status("settings/customers", form) == 303
    path = f"leads/{lead['id']}"
    refused = await acme.request("POST", f"{path}/qualification")
    assert refused.status_code == 422
    assert "Has a budget" in refused.json()["errors"]["qualified_by"]
    await acme.edit(path, qualified_by=["budget"])
    assert (await acme.post(f"{path}/qualification"))["status"] == "qualified"
    other = await acme.create("leads", name="Li", source="website")
    assert (await acme.post(f"leads/{other['id']}/qualification"))["status"] == "qualified"


async def test_a_lead_that_came_by_a_way_of_the_firms_own_is_converted(acme):
    async def becomes() -> Any:
        lead = await acme.create("leads", name="Li", source="shop_window")
        await acme.post(f"leads/{lead['id']}/conversion", with_deal=True)
        return (await acme.get("deals", sort="-created_at"))["items"][0]["source"]

    await acme.create("options", list="lead_source", label="Shop window")
    assert await becomes() is None
    await acme.create("options", list="deal_source", label="In the street")
    made = await acme.create("options", list="deal_source", label="Shop window")
    assert await becomes() == "shop_window"
    await acme.edit(f"options/{made['id']}", label="Window")
    assert await becomes() == "shop_window"
