"""Call lists: one customer to one caller, what comes of a call, and who is never offered."""

from asyncio import gather
from datetime import timedelta

from pooling import ids_of
from surfer import Surfer

from kernel import clock


async def call_list(acme, holds="company", *titles, **fields):
    """A list with new customers of these names, in this order."""
    made = await acme.create("worklists", name="Spring", holds=holds, **fields)
    plural = {"company": "companies", "contact": "contacts"}[holds]
    members = [(await acme.create(plural, name=title))["id"] for title in titles]
    await acme.post(f"worklists/{made['id']}/filling", record_ids=members)
    return made["id"], dict(zip(titles, members, strict=True))


async def take(member, worklist):
    turn = (await member.post(f"worklists/{worklist}/turns"))["turn"]
    return turn and turn["entry"]


async def outcome(member, entry, code, **said):
    path = f"worklist-entries/{entry['id']}/outcome"
    return await member.post(path, 201, outcome=code, **said)


async def test_two_callers_never_get_the_same_and_one_keeps_what_is_in_hand(acme):
    spring, _members = await call_list(acme, "company", "A", "B", "C", "D", "E", "F")
    everyone = [acme.owner, *[await acme.member("admin", name) for name in "PQRST"]]
    entries = await gather(*(take(one, spring) for one in everyone for _ in range(2)))
    by_caller = [{e["id"] for e in entries[n : n + 2]} for n in range(0, len(entries), 2)]
    assert all(len(one) == 1 for one in by_caller)
    assert len(set.union(*by_caller)) == len(everyone)


async def test_an_outcome_is_a_call_on_the_timeline_and_says_when_to_call_again(acme):
    spring, members = await call_list(acme, "company", "Hualian", "Kestrel")
    entry = await take(acme, spring)
    assert entry["title"] == "Hualian"
    assert await acme.status("POST", f"worklist-entries/{entry['id']}/outcome", json={}) == 422
    at = (clock.now() + timedelta(days=2)).isoformat()
    done = await outcome(acme, entry, "no_answer", next_step="Send the price list", next_at=at)
    assert (done["entry"]["state"], done["entry"]["attempts"]) == ("later", 1)
    made = await acme.get(f"activities/{done['activity_id']}")
    assert (made["kind"], made["call_outcome"]) == ("call", "no_answer")
    assert [one["id"] for one in made["links"]] == [members["Hualian"]]
    assert (await acme.get("tasks"))["items"][0]["title"] == "Send the price list"
    assert await acme.status("POST", f"worklist-entries/{entry['id']}/outcome", json={
        "outcome": "reached"}) == 409  # fmt: skip
    second = await take(acme, spring)
    await outcome(acme, second, "interested", text="Wants an offer")
    assert await take(acme, spring) is None
    report = await acme.get(f"worklists/{spring}/report")
    assert (report["finished"], report["calls"]) == (1, 2)
    assert {o["key"]: o["calls"] for o in report["outcomes"]} == {"interested": 1, "no_answer": 1}


async def test_whoever_is_due_again_comes_first_until_the_rule_is_spent(acme, monkeypatch):
    spring, _members = await call_list(acme, "company", "Hualian", "Kestrel")
    await acme.request("PUT", "call-rules", json={
        "outcome": "no_answer", "ends": False, "retry_hours": 4, "max_attempts": 2})  # fmt: skip
    await outcome(acme, await take(acme, spring), "no_answer")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=5))
    again = await take(acme, spring)
    assert again["title"] == "Hualian"
    assert (await outcome(acme, again, "no_answer"))["entry"]["state"] == "done"


async def test_what_somebody_forgot_in_hand_is_handed_out_again(acme, monkeypatch):
    spring, _members = await call_list(acme, "company", "Hualian")
    ada = await acme.member("admin", "Ada")
    entry = await take(acme, spring)
    assert await take(ada, spring) is None
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=30))
    assert (await take(ada, spring))["id"] == entry["id"]
    path = f"worklist-entries/{entry['id']}/outcome"
    assert await acme.status("POST", path, json={"outcome": "reached"}) == 409


async def test_who_must_not_be_called_is_never_offered_but_counted_with_the_reason(acme):
    spring, members = await call_list(acme, "contact", "Wang", "Li", "Zhao")
    await acme.edit(f"contacts/{members['Wang']}", do_not_call=True)
    await acme.post(
        f"contacts/{members['Li']}/consents", 201, purpose="phone", given=False, means="phone"
    )
    entry = await take(acme, spring)
    assert entry["title"] == "Zhao"
    report = await acme.get(f"worklists/{spring}/report")
    assert {b["title"]: b["why"] for b in report["left_out"]} == {
        "Wang": "asked",
        "Li": "withdrawn",
    }
    await outcome(acme, entry, "do_not_call")
    assert (await acme.get(f"contacts/{members['Zhao']}"))["do_not_call"]


async def test_a_caller_is_offered_only_whom_the_caller_sees_and_a_paused_list_nobody(acme, globex):
    rita = await acme.member("rep", "Rita")
    spring, _members = await call_list(acme, "company", "Hualian")
    assert await rita.status("POST", f"worklists/{spring}/turns") == 404
    mine = await rita.create("companies", name="Kestrel")
    await acme.request("PUT", f"worklists/{spring}/shares/{(await ids_of(acme))['Rita']}")
    await acme.post(f"worklists/{spring}/filling", record_ids=[mine["id"]])
    assert (await take(rita, spring))["title"] == "Kestrel"
    assert (await rita.get(f"worklists/{spring}/report"))["entries"] == 1
    [entry] = [e for e in (await acme.get(f"worklists/{spring}/entries"))["items"]
               if e["title"] == "Hualian"]  # fmt: skip
    assert await rita.status("DELETE", f"worklist-entries/{entry['id']}/turn") == 404
    assert await globex.status("DELETE", f"worklist-entries/{entry['id']}/turn") == 404
    await acme.edit(f"worklists/{spring}", status="paused")
    assert await acme.status("POST", f"worklists/{spring}/turns") == 409


async def test_a_list_is_called_through_on_its_page(acme):
    spring, _members = await call_list(acme, "company", "Hualian", "Kestrel", script="Ask for Wang")
    await acme.edit(f"companies/{_members['Hualian']}", phones=[{"value": "0510 8200 1234"}])
    ada = Surfer(acme.owner)
    assert "Hualian" in (await ada.open(f"worklists/{spring}")).text
    await ada.send(f"worklists/{spring}/turns")
    page = await ada.open(f"worklists/{spring}/calling")
    assert "Ask for Wang" in page.text
    assert any(a["href"].startswith("tel:") for a in page.all("a"))
    [first] = [f for f in page.all("form") if f.get("action", "").endswith("/outcome")]
    await ada.send(first["action"], outcome="interested", text="Yes", next_step="", next_at="")
    assert "Kestrel" in (await ada.open(f"worklists/{spring}/calling")).text
    sheet = (await acme.request("GET", f"worklists/{spring}/export")).text
    assert "Hualian" in sheet
    assert "Interested" in sheet
