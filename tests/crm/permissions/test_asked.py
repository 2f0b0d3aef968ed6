"""Who may decide is asked, whatever the firm calls that role."""

from datetime import timedelta

import pytest
from chatting import button, kinds, press, say, work
from roles import hire, put_in_team, role

from kernel import clock

LEADS = dict.fromkeys(("see", "create", "edit", "transfer"), "below")


@pytest.fixture
async def north(acme):
    """A team, its head by a role of the firm's own, and a rep; who else is asked, is asked too."""
    team = (await acme.create("teams", name="North"))["id"]
    code = (await role(acme, "Head of region", records={"*": LEADS}))["code"]
    people = {"Hanna": await hire(acme, code, "Hanna"), "Rita": await hire(acme, "rep", "Rita")}
    for name in people:
        await put_in_team(acme, name, team)
    return people["Hanna"], people["Rita"]


async def heard(who, kind):
    return [n["title"] for n in (await who.get("notifications"))["items"] if n["kind"] == kind]


async def waiting(who):
    return {p["key"]: [i["title"] for i in p["items"]] for p in (await who.get("queue"))["items"]}


async def test_a_price_below_the_floor_is_put_to_the_head_of_the_region(acme, north):
    hanna, rita = north
    pump = await acme.create("products", name="Pump")
    tier = {"product_id": pump["id"], "price": 70_00, "floor": 60_00}
    book = {"name": "B", "currency": "USD", "filter": {"and": []}, "prices": [tier]}
    await acme.post("price-books", 201, **book)
    deal = await rita.create("deals", name="Ten pumps")
    line = {"product_id": pump["id"], "quantity": 10_000, "price": 50_00, "discount": 0}
    said = {"currency": "USD", "items": [line]}
    assert await rita.status("PUT", f"deals/{deal['id']}/lines", json=said) == 200
    assert await heard(hanna, "floor_price") == ["Rita sells below the floor price"]
    assert await heard(acme, "floor_price") == []
    assert [(await waiting(one)).get("prices") for one in (hanna, rita)] == [["Ten pumps"], None]
    await hanna.post(f"deals/{deal['id']}/price-decision", approved=True)
    assert "prices" not in await waiting(hanna)


async def test_a_registration_is_put_to_whoever_may_decide_about_it(acme, north):
    hanna, rita = north
    partner = await rita.create("companies", name="Nordic Pumps", role="distributor")
    made = await rita.create("registrations", name="Hualian", partners=[partner["id"]])
    assert [await heard(one, "registration") for one in (hanna, rita)] == [["Hualian"], []]
    found = [(await waiting(one)).get("registrations") for one in (hanna, rita)]
    assert found == [["Hualian"], None]
    messages = (await hanna.get("chat/messages"))["items"]
    [message] = [one for one in messages if "registration_reject" in kinds(one)]
    await press(hanna, button(message, "registration_reject"))
    await say(hanna, "We know them")
    done = await acme.get(f"registrations/{made['id']}")
    assert (done["state"], done["reason"]) == ("rejected", "We know them")
    assert "registrations" not in await waiting(hanna)
    second = await rita.create("registrations", name="Falcon", partners=[partner["id"]])
    message = (await hanna.get("chat/messages"))["items"][-1]
    await press(hanna, button(message, "registration_deal"))
    assert (await acme.get(f"registrations/{second['id']}"))["state"] == "approved"


async def test_what_is_overdue_comes_to_the_head_and_without_one_to_the_owner(
    acme, database, north
):
    hanna, rita = north
    await acme.edit("customer-parameters", escalate_hours=4)
    late = (clock.now() - timedelta(hours=5)).isoformat()
    await rita.create("tasks", title="Quote", due_at=late)
    loner = await hire(acme, "rep", "Leo")
    await loner.create("tasks", title="Alone", due_at=late)
    await work(database, "task.look", {}, acme.workspace_id)
    assert (await heard(hanna, "escalated"), await heard(acme, "escalated")) == (
        ["Quote"],
        ["Alone"],
    )


async def test_more_days_are_asked_of_whoever_may_set_up_pools(acme, north):
    code = (await role(acme, "Office", records={"*": {"see": "all"}}, settings=["workspace"]))[
        "code"
    ]
    olga = await hire(acme, code, "Olga")
    _hanna, rita = north
    pool = await acme.create("pools", name="Sea", record_type="company")
    condition = {"kind": "no_follow_up", "days": 30}
    await acme.create(f"pools/{pool['id']}/rules", match="any", conditions=[condition])
    company = await rita.create("companies", name="Kept")
    await rita.post(f"companies/{company['id']}/extension-requests", 201, days=5, reason="Fair")
    assert len(await heard(olga, "extension")) == 1
    assert (await waiting(olga))["more_days"] == ["Kept"]
