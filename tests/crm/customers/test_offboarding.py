"""A member leaves, everything goes on, and for a week it can be taken back."""

from pooling import claim, ids_of, owners, pool_of
from surfer import Surfer


async def filled(member):
    """A customer with a contact, a visit and a task."""
    hualian = await member.create("companies", name="Hualian")
    links = [{"type": "company", "id": hualian["id"]}]
    wang = await member.create("contacts", name="Wang", companies=[hualian["id"]])
    await member.create("activities", text="Met Wang at the fair", links=links)
    task = await member.create("tasks", title="Send the quote", links=links)
    return hualian, wang, task


async def test_all_that_was_theirs_goes_to_a_colleague_and_comes_back(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    people = await ids_of(acme)
    hualian, wang, task = await filled(rita)
    await rita.status("PUT", f"companies/{hualian['id']}/protection", json={"days": 30})
    path = f"members/{people['Rita']}/offboarding"
    counts = (await acme.get(path))["counts"]
    assert counts == {**dict.fromkeys(counts, 0), "task": 1, "company": 1, "contact": 1}
    done = await acme.post(path, 201, owner_id=people["Noor"], reason="Moved to Lisbon")
    assert (done["status"], sum(done["counts"].values())) == ("left", 0)
    assert await rita.status("GET", "companies") == 404
    assert (await noor.get(f"companies/{hualian['id']}"))["owner_id"] == people["Noor"]
    assert (await noor.get(f"contacts/{wang['id']}"))["name"] == "Wang"
    assert (await noor.get(f"tasks/{task['id']}"))["status"] == "open"
    assert (await owners(acme, hualian["id"]))[0] == ("Noor", "offboard", None)
    assert await acme.status("DELETE", path) == 200
    assert (await rita.get(f"companies/{hualian['id']}"))["owner_id"] == people["Rita"]
    assert (await rita.get(f"tasks/{task['id']}"))["owner_id"] == people["Rita"]
    assert await acme.status("DELETE", path) == 409


async def test_companies_may_go_into_a_pool(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    people, pool = await ids_of(acme), await pool_of(acme)
    hualian, wang, _task = await filled(rita)
    path = f"members/{people['Rita']}/offboarding"
    await acme.post(path, 201, pool_id=pool["id"])
    assert await claim(noor, pool, hualian["id"]) == 201
    assert (await noor.get(f"contacts/{wang['id']}"))["owner_id"] == people["Noor"]
    assert await acme.status("DELETE", path) == 200
    assert (await acme.get(f"companies/{hualian['id']}"))["owner_id"] == people["Noor"]


async def test_only_administrators_offboard_and_the_last_owner_stays(acme, globex):
    rita, adam = await acme.member("rep", "Rita"), await acme.member("manager", "Adam")
    people = await ids_of(acme)
    path = f"members/{people['Rita']}/offboarding"
    for other in (rita, adam):
        assert await other.status("POST", path, json={}) == 403
    assert await globex.status("POST", path, json={}) == 404
    mine = next(i for n, i in people.items() if n not in {"Rita", "Adam"})
    last = f"members/{mine}/offboarding"
    assert await acme.status("POST", last, json={"owner_id": people["Adam"]}) == 409


async def test_it_is_done_on_its_page(acme):
    rita = await acme.member("rep", "Rita")
    people = await ids_of(acme)
    hualian, _wang, _task = await filled(rita)
    browser, path = Surfer(acme.owner), f"settings/people/{people['Rita']}/offboarding"
    assert "Rita leaves" in (await browser.open(path)).text
    await browser.follow(path, reason="Retired")
    assert (await owners(acme, hualian["id"]))[0][1] == "offboard"
    assert "Take it all back" in (await browser.open(path)).text
    await browser.follow(f"{path}/recall")
    assert (await rita.get(f"companies/{hualian['id']}"))["owner_id"] == people["Rita"]
