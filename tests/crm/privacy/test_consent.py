"""Consents: what was said last holds, and nothing that was said is lost."""

import json

import pytest

pytestmark = pytest.mark.anyio


async def say(member, contact, purpose, answer, **more):
    said = {"purpose": purpose, "given": answer == "yes", "means": "form", **more}
    return await member.post(f"contacts/{contact['id']}/consents", 201, **said)


async def test_what_was_said_last_holds_and_the_ledger_keeps_all(acme):
    wang = await acme.create("contacts", name="Wang Wei")
    assert (await acme.get(f"contacts/{wang['id']}/consents"))["state"] == {}
    await say(acme, wang, "email", "yes", wording="newsletter v3", proof="form 17")
    await say(acme, wang, "phone", "yes")
    kept = await say(acme, wang, "email", "no")
    assert kept["state"] == {"email": False, "phone": True}
    assert [(entry["purpose"], entry["given"]) for entry in kept["items"]] == [
        ("email", False), ("phone", True), ("email", True),
    ]  # fmt: skip
    assert kept["items"][-1]["proof"] == "form 17"


async def test_an_older_yes_that_is_noted_late_does_not_undo_a_no(acme):
    wang = await acme.create("contacts", name="Wang Wei")
    await say(acme, wang, "email", "no")
    late = await say(acme, wang, "email", "yes", said_at="2020-01-01T00:00:00Z")
    assert late["state"] == {"email": False}
    body = {"purpose": "email", "given": True, "means": "form", "said_at": "2090-01-01T00:00:00Z"}
    assert await acme.status("POST", f"contacts/{wang['id']}/consents", json=body) == 422


async def test_people_are_listed_by_what_they_agreed_to(acme):
    yes, no, _never = [await acme.create("contacts", name=name) for name in ("Yes", "No", "Never")]
    for person, answer in ((yes, "no"), (yes, "yes"), (no, "yes"), (no, "no")):
        await say(acme, person, "email", answer)

    async def listed(**test):
        told = json.dumps({"field": "consent.email", **test})
        return [c["name"] for c in (await acme.get("contacts", filter=told))["items"]]

    assert await listed(op="eq", value="given") == ["Yes"]
    assert await listed(op="eq", value="withdrawn") == ["No"]
    assert await listed(op="is_empty") == ["Never"]
    wrong = json.dumps({"field": "consent.email", "op": "eq", "value": "maybe"})
    assert await acme.status("GET", "contacts", params={"filter": wrong}) == 422


async def test_nobody_can_change_what_was_said(acme, admin, dsn):
    rights = await admin.fetch(
        "SELECT privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'guanxi_app' AND table_name = 'consent'"
    )
    assert {row["privilege_type"] for row in rights} == {"SELECT", "INSERT"}


async def test_who_does_not_see_the_person_sees_and_notes_nothing(acme, globex):
    wang = await acme.create("contacts", name="Wang Wei")
    rep = await acme.member("rep")
    body = {"purpose": "email", "given": True, "means": "form"}
    for stranger in (rep, globex):
        assert await stranger.status("GET", f"contacts/{wang['id']}/consents") == 404
        assert await stranger.status("POST", f"contacts/{wang['id']}/consents", json=body) == 404
