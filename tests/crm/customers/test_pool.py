"""The pool: what nobody owns lies where those who may take it find it, and one takes it."""

import asyncio
from datetime import timedelta

from pooling import claim, ids_of, owners, pool_of, pooled

from kernel import clock


async def test_a_rep_claims_what_another_gave_up(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    pool = await pool_of(acme)
    hualian = await pooled(rita, pool, "Hualian", city="Wuxi")
    assert await rita.status("GET", f"companies/{hualian}") == 404
    [entry] = (await noor.get(f"pools/{pool['id']}/entries"))["items"]
    assert (entry["record"]["name"], entry["previous_owner"]) == ("Hualian", "Rita")
    assert await claim(noor, pool, hualian) == 201
    assert (await noor.get(f"companies/{hualian}"))["city"] == "Wuxi"
    assert (await noor.get(f"pools/{pool['id']}/entries"))["items"] == []
    assert await owners(acme, hualian) == [
        ("Noor", "claim", None),
        ("Rita", "create", "release"),
    ]


async def test_of_many_who_claim_one_wins_and_the_others_hear_who(acme):
    reps = [await acme.member("rep", f"Rep{n}") for n in range(6)]
    pool = await pool_of(acme)
    hualian = await pooled(acme, pool, "Hualian")
    answers = await asyncio.gather(
        *(
            rep.request("POST", f"pools/{pool['id']}/claims", json={"record_id": hualian})
            for rep in reps
        )
    )
    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409, 409, 409]
    winner = (await owners(acme, hualian))[0][0]
    assert all(winner in a.json()["detail"] for a in answers if a.status_code == 409)


async def test_giving_up_gives_no_claim_of_the_day_back(acme):
    rita = await acme.member("rep", "Rita")
    await acme.edit("customer-parameters", daily_claims=2)
    pool = await pool_of(acme)
    made = [await pooled(acme, pool, f"Firm {n}") for n in range(3)]
    for record in made[:2]:
        assert await claim(rita, pool, record) == 201
        await rita.post(f"pools/{pool['id']}/releases", 204, record_id=record, reason="No budget")
    assert await claim(rita, pool, made[2]) == 409


async def test_claims_at_once_do_not_pass_the_days_limit_nor_the_cap(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    pool = await pool_of(acme)
    made = [await pooled(acme, pool, f"Firm {n}") for n in range(6)]
    await acme.edit("customer-parameters", daily_claims=2)
    went = await asyncio.gather(*(claim(rita, pool, record) for record in made))
    assert sorted(went) == [201, 201, 409, 409, 409, 409]
    await acme.edit("customer-parameters", daily_claims=None, max_owned=1)
    left = (await noor.get(f"pools/{pool['id']}/entries"))["items"]
    went = await asyncio.gather(*(claim(noor, pool, e["record"]["id"]) for e in left))
    assert sorted(went) == [201, 409, 409, 409]
    answer = await noor.request("POST", "companies", json={"name": "One more"})
    assert answer.status_code == 409
    assert "Give one up" in answer.json()["detail"]


async def test_won_customers_may_count_for_nothing(acme):
    rita = await acme.member("rep", "Rita")
    await acme.edit("customer-parameters", max_owned=1, count_customers=False)
    await rita.create("companies", name="Won", status="customer")
    await rita.create("companies", name="Hoped for")
    assert await rita.status("POST", "companies", json={"name": "Too many"}) == 409


async def test_who_had_it_waits_and_what_is_new_waits_for_all(acme, monkeypatch):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    pool = await pool_of(acme, previous_owner_days=7)
    hualian = await pooled(rita, pool, "Hualian")
    assert await claim(rita, pool, hualian) == 409
    assert await claim(noor, pool, hualian) == 201
    fresh = await pool_of(acme, new_entry_hours=24)
    record = await pooled(noor, fresh, "Jiangnan")
    assert await claim(rita, fresh, record) == 409
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await claim(rita, fresh, record) == 201


async def test_others_see_nothing_of_a_pool_and_members_nothing_hidden(acme, globex):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    people = await ids_of(acme)
    pool = await pool_of(acme, members=[people["Rita"]], hidden_fields=["phones", "tax_id"])
    hualian = await pooled(acme, pool, "Hualian", phones=[{"value": "+86 21 5555 0000"}])
    shown = (await rita.request("GET", f"pools/{pool['id']}/entries")).text
    assert "Hualian" in shown
    assert "5555" not in shown
    for outsider in (noor, globex):
        assert (await outsider.get("pools"))["items"] == []
        assert await outsider.status("GET", f"pools/{pool['id']}/entries") == 404
        assert await claim(outsider, pool, hualian) == 404
    assert await rita.status("GET", f"companies/{hualian}") == 404


async def test_a_record_that_never_lay_there_is_nowhere(acme):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme)
    secret = await acme.create("companies", name="Secret")
    assert await claim(rita, pool, secret["id"]) == 404
    assert await claim(acme, pool, secret["id"]) == 404


async def test_an_administrator_assigns_moves_and_throws_away(acme):
    rita = await acme.member("rep", "Rita")
    people = await ids_of(acme)
    pool, other = await pool_of(acme), await pool_of(acme, name="North")
    hualian = await pooled(acme, pool, "Hualian")
    await acme.post(f"pools/{pool['id']}/moves", 204, record_id=hualian, pool_id=other["id"])
    assert (await acme.get(f"pools/{pool['id']}/entries"))["items"] == []
    said = {"record_id": hualian, "member_id": people["Rita"]}
    assert await rita.status("POST", f"pools/{other['id']}/assignments", json=said) == 403
    await acme.post(f"pools/{other['id']}/assignments", 201, **said)
    assert (await owners(acme, hualian))[0] == ("Rita", "assign", None)
    gone = await pooled(acme, other, "Gone")
    assert await acme.status("DELETE", f"pools/{other['id']}/entries/{gone}") == 204
    assert (await acme.get(f"pools/{other['id']}/entries"))["items"] == []


async def test_contacts_follow_and_shares_end(acme):
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    people = await ids_of(acme)
    pool = await pool_of(acme)
    hualian = await rita.create("companies", name="Hualian")
    wang = await rita.create("contacts", name="Wang Wei", companies=[hualian["id"]])
    path = f"companies/{hualian['id']}/shares/{people['Noor']}"
    assert await rita.status("PUT", path) == 204
    await rita.post(f"pools/{pool['id']}/releases", 204, record_id=hualian["id"], reason="Moving")
    assert await noor.status("GET", f"companies/{hualian['id']}") == 404
    assert await rita.status("GET", f"contacts/{wang['id']}") == 404
    assert await claim(noor, pool, hualian["id"]) == 201
    assert (await noor.get(f"contacts/{wang['id']}"))["owner_id"] == people["Noor"]


async def test_a_closed_pool_and_a_viewer_take_nothing(acme):
    rita, vera = await acme.member("rep", "Rita"), await acme.member("viewer", "Vera")
    pool = await pool_of(acme)
    hualian = await pooled(acme, pool, "Hualian")
    assert await claim(vera, pool, hualian) == 403
    await acme.edit(f"pools/{pool['id']}", enabled=False)
    assert await claim(rita, pool, hualian) == 409
