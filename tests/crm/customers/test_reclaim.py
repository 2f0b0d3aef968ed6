"""What is neglected goes back to the pool, but nobody is surprised."""

from datetime import timedelta

import pytest
from chatting import work
from pooling import claim, ids_of, owners, pool_of
from surfer import Surfer

from kernel import clock


@pytest.fixture
def night(acme, database, monkeypatch):
    """The rules are looked at, so many days from now."""

    async def pass_by(days):
        later = clock.now() + timedelta(days=days)
        with monkeypatch.context() as moved:
            moved.setattr(clock, "now", lambda: later)
            await work(database, "reclaim.run", {}, acme.workspace_id)

    return pass_by


async def ruled(acme, days=30, **options):
    pool = await pool_of(acme, **options)
    said = {"conditions": [{"kind": "no_follow_up", "days": days}]}
    await acme.create(f"pools/{pool['id']}/rules", **said)
    return pool


async def days_left(member, record):
    return (await member.get(f"companies/{record['id']}/reclaim"))["days_left"]


async def test_a_neglected_customer_goes_and_its_owner_was_warned_once(acme, night):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    pool = await ruled(acme)
    hualian = await rita.create("companies", name="Hualian")
    wang = await rita.create("contacts", name="Wang", companies=[hualian["id"]])
    assert await days_left(rita, hualian) == 30
    await night(28)
    await night(28)
    notes = [n for n in (await rita.get("notifications"))["items"] if n["kind"] == "reclaim"]
    assert len(notes) == 1
    await night(31)
    assert await rita.status("GET", f"companies/{hualian['id']}") == 404
    assert await rita.status("GET", f"contacts/{wang['id']}") == 404
    [entry] = (await noor.get(f"pools/{pool['id']}/entries"))["items"]
    assert (entry["cause"], entry["previous_owner"]) == ("reclaim", "Rita")
    assert await claim(noor, pool, hualian["id"]) == 201
    assert [s[1:] for s in await owners(acme, hualian["id"])] == [
        ("claim", None),
        ("create", "reclaim"),
    ]


async def test_a_real_follow_up_keeps_it_and_a_ping_does_not(acme, night):
    await ruled(acme)
    later = (clock.now() + timedelta(days=20)).isoformat()
    for name, text in (("Called", "Spoke with Wang about the pumps"), ("Pinged", "hi")):
        record = await acme.create("companies", name=name)
        links = [{"type": "company", "id": record["id"]}]
        await acme.create("activities", text=text, happened_at=later, links=links)
    await night(31)
    kept = {c["name"]: c["owner_id"] is not None for c in (await acme.get("companies"))["items"]}
    assert kept == {"Called": True, "Pinged": False}


async def test_a_protected_or_won_customer_stays(acme, night):
    await ruled(acme)
    guarded = await acme.create("companies", name="Guarded")
    await acme.create("companies", name="Won", status="customer")
    path = f"companies/{guarded['id']}/protection"
    assert await acme.status("PUT", path, json={"days": 60}) == 200
    assert await days_left(acme, guarded) == 90
    await night(31)
    assert all(c["owner_id"] for c in (await acme.get("companies"))["items"])


async def test_more_days_are_asked_for_and_given_once(acme, night):
    rita = await acme.member("rep", "Rita")
    await ruled(acme)
    hualian = await rita.create("companies", name="Hualian")
    asked = await rita.post(
        f"companies/{hualian['id']}/extension-requests", 201, days=10, reason="Tender in May"
    )
    path = f"extension-requests/{asked['id']}/decision"
    assert await rita.status("POST", path, json={"granted": True}) == 403
    assert "10 more days" in str((await acme.get("notifications"))["items"])
    given = await acme.post(path, granted=True)
    assert given["status"] == "granted"
    assert await acme.status("POST", path, json={"granted": False}) == 409
    assert await days_left(rita, hualian) == 40
    await night(35)
    assert await rita.status("GET", f"companies/{hualian['id']}") == 200


async def test_rules_concern_the_members_of_their_pool(acme, night):
    rita = await acme.member("rep", "Rita")
    await ruled(acme, members=[(await ids_of(acme))["Rita"]])
    hers = await rita.create("companies", name="Hers")
    mine = await acme.create("companies", name="Mine")
    assert await days_left(acme, mine) is None
    await night(40)
    assert await rita.status("GET", f"companies/{hers['id']}") == 404
    assert (await acme.get(f"companies/{mine['id']}"))["owner_id"]


async def test_tasks_go_to_the_administrator_of_the_pool(acme, night):
    rita = await acme.member("rep", "Rita")
    adam = await acme.member("manager", "Adam")
    await ruled(acme, admins=[(await ids_of(acme))["Adam"]])
    hualian = await rita.create("companies", name="Hualian")
    task = await rita.create(
        "tasks", title="Call", links=[{"type": "company", "id": hualian["id"]}]
    )
    await night(31)
    assert await rita.status("GET", f"tasks/{task['id']}") == 404
    assert (await adam.get(f"tasks/{task['id']}"))["status"] == "open"


async def test_a_new_rule_takes_nothing_without_a_warning(acme, database, night):
    hualian = await acme.create("companies", name="Hualian")
    pool = await pool_of(acme)
    said = {"conditions": [{"kind": "held", "days": 1}], "remind_days": 5}
    await acme.create(f"pools/{pool['id']}/rules", **said)
    await work(database, "reclaim.dates", {}, acme.workspace_id)
    shown = await acme.get(f"companies/{hualian['id']}")
    assert shown["reclaim_at"] > (clock.now() + timedelta(days=4)).isoformat()
    await night(4)
    assert (await acme.get(f"companies/{hualian['id']}"))["owner_id"]
    await night(6)
    assert (await acme.get(f"companies/{hualian['id']}"))["owner_id"] is None


async def test_what_is_in_danger_can_be_listed(acme):
    await acme.create("companies", name="Safe", status="customer")
    await ruled(acme, days=2)
    await acme.create("companies", name="Shaky")
    danger = '{"field": "reclaim_at", "op": "within", "value": "next_3_days"}'
    assert [c["name"] for c in (await acme.get("companies", filter=danger))["items"]] == ["Shaky"]


async def test_a_rule_may_look_at_the_customers_of_a_territory_alone(acme, night):
    rita = await acme.member("rep", "Rita")
    ulm = {"field": "city", "op": "eq", "value": "Ulm"}
    await acme.create("territories", name="Ulm", filter=ulm)
    settings = f"settings/pools/{(await pool_of(acme))['id']}"
    line = {"field": "territory", "op": "within", "value": "Ulm"}
    said = {"no_follow_up": "30", "match": "any", "remind_days": "3"}
    page = await Surfer(acme.owner).follow(f"{settings}/rules", **said, **line)
    assert "Territory is in Ulm" in page.text
    near = await rita.create("companies", name="Hualian", city="Ulm")
    far = await rita.create("companies", name="Kestrel", city="Bonn")
    assert (await days_left(rita, near), await days_left(rita, far)) == (30, None)
    await night(31)
    assert await rita.status("GET", f"companies/{near['id']}") == 404
    assert await rita.status("GET", f"companies/{far['id']}") == 200
