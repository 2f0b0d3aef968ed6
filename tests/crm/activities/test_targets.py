"""Target accounts: who looks after them, the plan of each, and each reader counts their own."""

import json

from pooling import ids_of
from surfer import Surfer

from kernel import clock


async def targets(acme, *titles, **fields):
    made = await acme.create("worklists", name="Big fish", purpose="target", **fields)
    members = [(await acme.create("companies", name=title))["id"] for title in titles]
    await acme.post(f"worklists/{made['id']}/filling", record_ids=members)
    return made["id"], members


async def rows(member, listed):
    found = (await member.get(f"worklists/{listed}/targets"))["items"]
    return {one["title"]: one for one in found}


async def test_a_list_is_filled_from_a_segment_once_and_stays_as_it_is(acme):
    for name in ("A1", "A2"):
        await acme.create("companies", name=name, level="A")
    dear = {"field": "level", "op": "eq", "value": "A"}
    segment = await acme.create("segments", record_type="company", name="Dear", filter=dear)
    made = await acme.create("worklists", name="Big fish", purpose="target")
    path = f"worklists/{made['id']}"
    assert await acme.post(f"{path}/filling", segment_id=segment["id"]) == {
        "added": 2,
        "entries": 2,
    }
    await acme.create("companies", name="A3", level="A")
    assert len((await acme.get(f"{path}/entries"))["items"]) == 2
    assert (await acme.post(f"{path}/filling", filter=dear))["added"] == 1
    wrong = await acme.create("worklists", name="People", holds="contact")
    body = {"segment_id": segment["id"]}
    assert await acme.status("POST", f"worklists/{wrong['id']}/filling", json=body) == 422
    [entry, *_rest] = (await acme.get(f"{path}/entries"))["items"]
    assert await acme.status("DELETE", f"worklist-entries/{entry['id']}") == 204
    assert len((await acme.get(f"{path}/entries"))["items"]) == 2


async def test_an_account_is_looked_after_by_a_real_activity_and_not_by_a_ping(acme):
    fish, [a, b, c] = await targets(acme, "A", "B", "C")
    now = clock.now().isoformat()
    for company, text, more in (
        (a, "Showed the new pump to Wang", {}),
        (b, "ping", {}),
        (c, "Nobody picked up the phone", {"kind": "call", "call_outcome": "no_answer"}),
    ):
        links = [{"type": "company", "id": company}]
        said = {"kind": "visit", "text": text, "happened_at": now, "links": links}
        await acme.create("activities", **(said | more))
    found = await acme.get(f"worklists/{fish}/coverage")
    assert (found["accounts"], found["covered"], found["percent"]) == (3, 1, 33)
    assert {t: one["covered"] for t, one in (await rows(acme, fish)).items()} == {
        "A": True, "B": False, "C": False,
    }  # fmt: skip


async def test_a_plan_has_a_goal_and_steps_that_are_tasks(acme, globex):
    fish, [a] = await targets(acme, "Hualian")
    entry = (await rows(acme, fish))["Hualian"]["id"]
    await acme.edit(f"worklist-entries/{entry}", goal="A yearly contract")
    for title in ("Visit the plant", "Send the offer"):
        steps = await acme.post(f"worklist-entries/{entry}/steps", 201, title=title)
    task = steps["items"][0]["id"]
    links = {one["id"] for one in (await acme.get(f"tasks/{task}"))["links"]}
    assert links == {a, fish}
    await acme.post(f"tasks/{task}/completion")
    row = (await rows(acme, fish))["Hualian"]
    assert (row["state"], row["goal"]) == ("started", "A yearly contract")
    assert (row["steps"], row["steps_done"], row["next_step"]) == (2, 1, "Send the offer")
    assert await acme.status(
        "PATCH", f"worklist-entries/{entry}", json={"state": "called"}
    ) == 422  # fmt: skip
    assert await globex.status("GET", f"worklist-entries/{entry}/steps") == 404
    page = await Surfer(acme.owner).open(f"worklists/{fish}")
    assert "A yearly contract" in page.text
    plan = await Surfer(acme.owner).open(f"worklist-entries/{entry}/plan", htmx=True)
    assert "Send the offer" in plan.text
    sheet = (await acme.request("GET", f"worklists/{fish}/export")).text
    assert "A yearly contract" in sheet


async def test_coverage_counts_only_accounts_in_the_readers_sight(acme):
    rita = await acme.member("rep", "Rita")
    fish, _members = await targets(acme, "Hualian")
    mine = await rita.create("companies", name="Kestrel")
    await acme.post(f"worklists/{fish}/filling", record_ids=[mine["id"]])
    await acme.request("PUT", f"worklists/{fish}/shares/{(await ids_of(acme))['Rita']}")
    assert (await acme.get(f"worklists/{fish}/coverage"))["accounts"] == 2
    assert (await rita.get(f"worklists/{fish}/coverage"))["accounts"] == 1
    assert list(await rows(rita, fish)) == ["Kestrel"]
    assert [e["title"] for e in (await rita.get(f"worklists/{fish}/entries"))["items"]] == [
        "Kestrel"
    ]


async def test_a_filtered_list_or_what_is_ticked_comes_onto_a_list(acme, globex):
    dear, plain = [await acme.create("companies", name=f"{n}", level=n) for n in "AB"]
    theirs = await globex.create("companies", name="Theirs", level="A")
    browser = Surfer(acme.owner)
    said = json.dumps({"and": [{"field": "level", "op": "eq", "value": "A"}]})
    dialog = await browser.open(f"worklists/entering?type=company&filter={said}", htmx=True)
    assert "all its pages" in dialog.text
    await browser.follow("worklists/enter", type="company", filter=said, name="Dear ones")
    [made] = (await acme.get("worklists"))["items"]
    names = [e["title"] for e in (await acme.get(f"worklists/{made['id']}/entries"))["items"]]
    assert names == ["A"]
    ticked = {"type": "company", "worklist_id": made["id"], "ids": plain["id"]}
    await browser.follow("worklists/enter", **ticked)
    assert (await acme.get(f"companies/{dear['id']}"))["name"] == "A"
    foreign = await browser.send("worklists/enter", **{**ticked, "ids": theirs["id"]})
    assert foreign.status_code == 303
    names = [e["title"] for e in (await acme.get(f"worklists/{made['id']}/entries"))["items"]]
    assert sorted(names) == ["A", "B"]
