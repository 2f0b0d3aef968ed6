"""What a plan includes, and how it comes to an end."""

import asyncio

from importing import bring_in, table

from app.operating.unpacking import bring_in as bring_in_all
from billing.usage.warning import warn
from kernel import clock
from kernel.entitled import Entitled, Phase

LETTER = "The trial of Acme is over"


async def test_where_nothing_is_sold_nothing_is_limited_and_nothing_is_said(acme):
    assert await acme.get("/api/v1/plans") == {"items": []}
    for path in ("billing", "billing/usage"):
        assert await acme.status("GET", path) == 404
    for n in range(3):
        await acme.member("rep", f"rep{n}")


async def test_a_new_firm_tries_team_and_is_free_when_the_trial_ends(desk, acme, later):
    now = await acme.get("billing")
    assert (now["plan"], now["status"], now["seats"]) == ("team", "trialing", 10)
    await acme.create("products", name="Pump")
    with later(14.1):
        # By the clock alone: nobody had to be awake.
        now = await acme.get("billing")
        assert (now["plan"], now["because"], now["seats"]) == ("free", "free", 2)
        refused = await acme.request("POST", "products", json={"name": "Valve"})
        assert refused.status_code == 402
        assert refused.json()["page"] == f"/{acme.slug}/settings/billing"
        assert "Pump" in str(await acme.get("products"))


async def test_the_owner_is_told_once_and_the_latest_look_on(desk, acme, later, tended, post):
    reps = [await acme.member("rep", f"rep{n}") for n in range(3)]
    with later(14.1):
        await tended(acme)
        await tended(acme)
        letters = [str(letter["Subject"]) for letter in await post.letters(acme.email)]
        assert letters.count(LETTER) == 1
        assert await reps[0].status("POST", "companies", json={"name": "A"}) == 201
        assert await reps[2].status("POST", "companies", json={"name": "A"}) == 403
        assert await reps[2].status("GET", "companies") == 200


async def test_an_overdue_payment_closes_one_door_after_the_other(paying, told, later):
    rep, admin = await paying.member("rep"), await paying.member("admin")
    await told(paying, status="past_due", past_due_since=clock.now())
    company = {"json": {"name": "Hualian"}}
    doors = [("POST", "companies", company), ("GET", "companies", {}), ("GET", "exports", {})]
    seen = {}
    for day in (13, 15, 45, 105):
        with later(day):
            seen[day] = [await paying.status(verb, path, **said) for verb, path, said in doors]
            seen[day].append(await paying.status("GET", "billing"))
            seen[day].append(await admin.status("GET", "billing"))
            seen[day].append(await rep.status("GET", "companies"))
    assert seen == {
        13: [201, 200, 200, 200, 200, 200],
        15: [402, 200, 200, 200, 200, 200],
        45: [402, 402, 200, 200, 200, 402],
        105: [402, 402, 200, 200, 402, 402],
    }
    with later(105):
        await told(paying, status="active", past_due_since=None)
        assert await paying.status("POST", "companies", **company) == 201


async def test_the_chat_answers_questions_and_says_why_nothing_is_saved(paying, told, later):
    await told(paying, status="past_due", past_due_since=clock.now())
    with later(15):
        heard = await paying.post("chat", text="/today")
        assert "overdue" not in heard["messages"][0]["text"]
        card = (await paying.post("chat", text="met Wang at Hualian, send quote Friday"))[
            "messages"
        ]
        save = card[-1]["actions"][0]["id"]
        heard = await paying.post(f"chat/actions/{save}")
        assert "The payment is overdue" in heard["messages"][0]["text"]
        assert f"/{paying.slug}/settings/billing" in heard["messages"][0]["text"]
    with later(45):
        assert await paying.status("POST", "chat", json={"text": "/today"}) == 402


async def test_the_last_contact_goes_to_one_of_many(desk, acme, behind):
    async with behind(acme) as uow:
        phases = [{"limits": {"contacts": 3}}]
        kept = {"phases": phases}
        await uow.execute("UPDATE workspace SET entitled = $2 WHERE id = $1", uow.tenant_id, kept)
    await acme.create("contacts", name="Ada")
    many = [acme.status("POST", "contacts", json={"name": f"Grace {n}"}) for n in range(8)]
    assert sorted(await asyncio.gather(*many)) == [201] * 2 + [402] * 6
    # What was deleted makes room.
    ada = (await acme.get("contacts"))["items"][0]
    assert await acme.status("DELETE", f"contacts/{ada['id']}") == 204
    assert await acme.status("POST", "contacts", json={"name": "Joan"}) == 201
    assert await acme.status("POST", f"contacts/{ada['id']}/restoration") == 402


async def test_an_import_brings_in_what_there_is_room_for(desk, acme, behind, work):
    async with behind(acme) as uow:
        kept = {"phases": [{"limits": {"contacts": 2}}]}
        await uow.execute("UPDATE workspace SET entitled = $2 WHERE id = $1", uow.tenant_id, kept)
    file = table(["Name"], *[[f"Ada {n}"] for n in range(4)])
    came = await bring_in(acme.owner, work, file)
    assert came["counts"] == {"created": 2, "error": 2}
    lines = await acme.get(f"imports/{came['id']}/lines", outcome="error")
    assert "Your plan holds 2 contacts" in str(lines)


async def test_what_the_operator_brings_in_beyond_the_plan_is_there_and_nothing_new_is(
    desk, acme, globex, behind, work, database, settings, tmp_path
):
    for n in range(3):
        await acme.create("contacts", name=f"Ada {n}")
    made = await acme.post("exports", 201)
    await work()
    archive = tmp_path / "acme.zip"
    archive.write_bytes((await acme.request("GET", f"exports/{made['id']}/archive")).content)
    async with behind(globex) as uow:
        kept = {"phases": [{"limits": {"contacts": 2}}]}
        await uow.execute("UPDATE workspace SET entitled = $2 WHERE id = $1", uow.tenant_id, kept)
    joan = await globex.create("contacts", name="Joan")
    await bring_in_all(database, settings, globex.slug, None, archive)
    assert len((await globex.get("contacts"))["items"]) == 4
    assert await globex.status("POST", "contacts", json={"name": "Grace"}) == 402
    assert await globex.edit(f"contacts/{joan['id']}", job_title="Boss")


async def test_owners_are_warned_once_that_it_is_nearly_full(acme, desk, behind):
    for n in range(4):
        await acme.create("contacts", name=f"Ada {n}")
    async with behind(acme) as uow:
        for _twice in range(2):
            await warn(uow, Entitled(phases=(Phase(limits={"contacts": 5}),)))
    told = [one["title"] for one in (await acme.get("notifications"))["items"]]
    assert told == ["Contacts: 80 % of your plan are used"]


async def test_the_month_has_so_many_questions_and_the_next_has_as_many_again(
    desk, acme, behind, later
):
    async with behind(acme) as uow:
        kept = {"phases": [{"limits": {"ai_questions": 2}}]}
        await uow.execute("UPDATE workspace SET entitled = $2 WHERE id = $1", uow.tenant_id, kept)
    ask = {"json": {"question": "What does Hualian pay for pumps?"}}
    asked = [await acme.status("POST", "search/answers", **ask) for _n in range(3)]
    assert asked[0] < 300
    assert asked == [asked[0], asked[0], 402]
    with later(31):
        assert await acme.status("POST", "search/answers", **ask) == asked[0]


async def test_the_audit_leaves_as_a_sheet_where_the_plan_has_that(desk, acme, behind):
    sheet = f"/{acme.slug}/settings/audit/sheet"
    assert await acme.status("GET", sheet) == 402
    async with behind(acme) as uow:
        await uow.execute("UPDATE workspace SET entitled = NULL WHERE id = $1", uow.tenant_id)
    await acme.create("contacts", name="=Ada()")
    answer = await acme.request("GET", sheet)
    assert answer.status_code == 200
    assert "Workspace created" in answer.text
    assert '"=Ada' not in answer.text
    assert ",=Ada" not in answer.text
