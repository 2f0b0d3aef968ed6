"""Whose a new lead becomes, and how quickly."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from chatting import button, press, work
from hypothesis import given
from hypothesis import strategies as st
from pooling import ids_of
from surfer import Surfer

from crm.sales.routing.choosing import Candidate, chosen, works
from kernel import clock
from kernel.ids import uuid7


@pytest.fixture
async def reps(acme):
    people = [await acme.member("rep", name) for name in ("Rita", "Noor", "Omar")]
    known = await ids_of(acme)
    return {known[name]: one for name, one in zip(("Rita", "Noor", "Omar"), people, strict=True)}


async def ruled(acme, reps, **options):
    wish = {"name": "All", "members": list(reps), **options}
    return (await acme.create("routing-rules", **wish))["items"][-1]


async def incoming(acme, name="Wang", **fields):
    return await acme.create("leads", name=name, owner_id=None, **fields)


async def offers(acme, lead):
    found = (await acme.get(f"leads/{lead['id']}/course"))["offers"]
    return [(offer["member"], offer["outcome"]) for offer in found]


async def test_leads_at_once_go_round_fairly_and_each_to_one(acme, reps):
    await ruled(acme, reps)
    made = await asyncio.gather(*(incoming(acme, f"Lead {n}") for n in range(12)))
    assert set(Counter(lead["owner_id"] for lead in made).values()) == {4}
    assert {lead["status"] for lead in made} == {"assigned"}
    assert all([len(await offers(acme, lead)) == 1 for lead in made])


async def test_the_first_rule_that_fits_gives_it_and_says_why(acme, reps):
    rita, noor, _omar = reps
    fair = {"field": "source", "op": "eq", "value": "fair"}
    await ruled(acme, [noor], name="Fairs", condition=fair, position=1, method="fixed")
    await ruled(acme, [rita], name="Rest", position=2, method="load")
    assert (await incoming(acme, source="fair"))["owner_id"] == noor
    lead = await incoming(acme, source="call")
    assert lead["owner_id"] == rita
    course = await acme.get(f"leads/{lead['id']}/course")
    assert course["offers"][0]["rule"] == "Rest"
    assert course["seconds_to_assign"] <= 5
    assert (await acme.get("lead-clocks"))["assigned"] == 2


async def test_an_unanswered_lead_goes_on_and_never_comes_back(
    acme, reps, database, admin, monkeypatch
):
    await ruled(acme, reps, accept_minutes=10)
    lead = await incoming(acme)
    seen = [lead["owner_id"]]
    later = clock.now() + timedelta(minutes=11)
    for _ in range(3):
        open_one = await admin.fetchval(
            "SELECT id FROM lead_offer WHERE tenant_id = $1 AND outcome IS NULL", acme.workspace_id
        )
        with monkeypatch.context() as moved:
            moved.setattr(clock, "now", lambda at=later: at)
            await work(database, "routing.expire", {"id": str(open_one)}, acme.workspace_id)
        seen.append((await acme.get(f"leads/{lead['id']}"))["owner_id"])
        later += timedelta(minutes=11)
    assert len(set(seen[:3])) == 3
    assert seen[3] == seen[2]
    assert (await offers(acme, lead))[-1] == ("", "nobody")


async def test_what_is_accepted_stays(acme, reps, database, admin):
    await ruled(acme, reps, accept_minutes=10)
    lead = await incoming(acme)
    owner = reps[lead["owner_id"]]
    taken = await owner.post(f"leads/{lead['id']}/acceptance")
    assert taken["owner_id"] == lead["owner_id"]
    offer = await admin.fetchval("SELECT id FROM lead_offer WHERE lead_id = $1", lead["id"])
    await work(database, "routing.expire", {"id": str(offer)}, acme.workspace_id)
    assert (await acme.get(f"leads/{lead['id']}"))["owner_id"] == lead["owner_id"]


async def test_of_many_who_accept_at_once_one_has_it(acme, reps):
    await ruled(acme, reps, method="first")
    lead = await incoming(acme)
    assert lead["owner_id"] is None
    path = f"leads/{lead['id']}/acceptance"
    answers = await asyncio.gather(*(one.status("POST", path) for one in reps.values()))
    assert sorted(answers) == [200, 409, 409]
    assert sorted(o for _m, o in await offers(acme, lead)) == ["accepted", "taken", "taken"]


async def test_the_chat_tells_of_it_and_takes_the_answer(acme, reps):
    await ruled(acme, reps, method="first")
    await incoming(acme, "Wang Fang")
    first, second, third = reps.values()
    told = {one: (await one.get("chat"))["messages"][-1] for one in (first, second, third)}
    assert "Wang Fang" in told[first]["text"]
    await press(third, button(told[third], "lead_pass"))
    [answer] = await press(first, button(told[first], "lead_accept"))
    assert "Wang Fang is yours now." in answer["text"]
    [late] = await press(second, button(told[second], "lead_accept"))
    assert "A colleague has this lead already." in late["text"]


async def test_whoever_was_not_asked_and_other_firms_find_nothing(acme, globex, reps):
    rule = await ruled(acme, list(reps)[:1])
    lead = await incoming(acme)
    other = reps[list(reps)[1]]
    assert await other.status("POST", f"leads/{lead['id']}/acceptance") == 404
    assert await globex.status("POST", f"leads/{lead['id']}/acceptance") == 404
    theirs = {"name": "x", "members": [next(iter(reps))]}
    assert await globex.status("POST", "routing-rules", json=theirs) == 422
    assert await globex.status("DELETE", f"routing-rules/{rule['id']}") == 404
    assert await globex.status("PUT", f"working-hours/{next(iter(reps))}", json={}) == 404


async def test_the_page_offers_passing_on_and_the_next_one_gets_it(acme, reps):
    await ruled(acme, reps)
    lead = await incoming(acme)
    owner = Surfer(reps[lead["owner_id"]])
    assert "This lead was offered to you." in (await owner.open(f"leads/{lead['id']}")).text
    await owner.send(f"leads/{lead['id']}/passing")
    now = await acme.get(f"leads/{lead['id']}")
    assert now["owner_id"] not in (lead["owner_id"], None)
    assert "passed on" in (await Surfer(acme.owner).open(f"leads/{lead['id']}/course")).text


async def test_who_is_off_gets_nothing(acme, reps):
    rita, noor, _omar = reps
    await ruled(acme, [rita, noor])
    off = {"days": [clock.now().isoweekday()], "from_minute": 0, "to_minute": 0}
    answer = await acme.request("PUT", f"working-hours/{rita}", json=off)
    assert answer.status_code == 200, answer.text
    assert {(await incoming(acme, f"L{n}"))["owner_id"] for n in range(3)} == {noor}


async def test_settings_are_made_by_form(acme, reps):
    browser = Surfer(acme.owner)
    fields = [("name", "Everybody"), ("method", "round_robin"), ("position", "1")]
    members = [("members", one) for one in reps]
    page = await browser.follow("settings/routing", [*fields, *members])
    assert "Everybody" in page.text
    hours = [("member_id", next(iter(reps))), ("days", "1"), ("from", "09:30"), ("to", "18:00")]
    assert "09:30–18:00" in (await browser.follow("settings/routing/hours", hours)).text


@given(st.integers(1, 6), st.integers(1, 40))
def test_taking_turns_is_fair_at_any_time(members, leads):
    last = dict.fromkeys([uuid7() for _ in range(members)])
    given_to = Counter()
    for turn in range(1, leads + 1):
        people = [Candidate(id=one, turn=last[one]) for one in last]
        [one] = chosen("round_robin", people, None, clock.now())
        last[one.id] = turn
        given_to[one.id] += 1
        counts = [given_to[i] for i in last]
        assert max(counts) - min(counts) <= 1


@given(st.integers(0, 1440), st.integers(0, 1440), st.integers(0, 1439), st.integers(1, 7))
def test_hours_over_midnight_belong_to_the_day_on_which_they_began(start, end, minute, day):
    at = datetime(2026, 6, day, tzinfo=UTC) + timedelta(minutes=minute)  # June 1 is a Monday
    one = Candidate(id=uuid7(), days=["1"], from_minute=start, to_minute=end)
    if start <= end:
        expected = day == 1 and start <= minute < end
    else:
        expected = (day == 1 and minute >= start) or (day == 2 and minute < end)
    assert works(one, at) == expected
