"""An operator acts as a member: for a reason, for half an hour, and never where it hurts."""

import pytest

from app.console.door import OPERATOR_COOKIE
from tenants.access.pipeline import SESSION_COOKIE
from tenants.access.visiting import VISIT_COOKIE


async def test_a_visit_looks_around_under_a_banner_and_the_workspace_reads_why(
    acme, globex, console
):
    await acme.create("contacts", name="Ada Lovelace")
    await globex.create("contacts", name="Grace Hopper")
    assert (await console.visit(acme)).headers["location"] == f"/{acme.slug}"
    page = await console.open(f"/{acme.slug}/contacts")
    assert "Ada Lovelace" in page
    assert "the import hangs" in page
    assert f"{console.email} of the operator is here" in page
    assert (await console.fetch(f"/{globex.slug}/contacts")).status_code in {303, 404}
    [event] = (await acme.get("audit", type="visit"))["items"]
    assert event["after"]["reason"] == "the import hangs"
    assert event["actor_name"] == console.email


async def test_whoever_only_looks_changes_nothing(acme, console):
    await console.visit(acme)
    contact = await acme.create("contacts", name="Ada")
    answer = await console.send(f"/{acme.slug}/contacts", f"/{acme.slug}/contacts", name="Eve")
    assert answer.status_code == 403
    assert [one["id"] for one in (await acme.get("contacts"))["items"]] == [contact["id"]]


async def test_who_may_change_records_is_named_in_their_history(acme, console):
    await console.visit(acme, changes="1")
    answer = await console.send(f"/{acme.slug}/contacts", f"/{acme.slug}/contacts", name="Eve")
    assert answer.status_code == 303, answer.text[-500:]
    [event] = (await acme.get("audit", type="contact"))["items"]
    assert (event["actor_name"], event["source"]) == (console.email, "operator")


SHUT = (
    "settings/security",
    "settings/profile",
    "settings/keys",
    "settings/billing",
    "settings/exports",
    "settings/webhooks",
    "calendar/feed",
)


@pytest.mark.parametrize("wish", [{}, {"changes": "1"}])
async def test_passwords_keys_payment_and_exports_stay_shut(acme, console, desk, wish):
    await console.visit(acme, **wish)
    for path in SHUT:
        assert (await console.fetch(f"/{acme.slug}/{path}")).status_code == 403, path
    home = f"/{acme.slug}/settings/workspace"
    for path, form in (
        ("settings/security/password", {"password": "x", "new_password": "another good horse"}),
        ("settings/security/sessions/end", {}),
        ("settings/people/invitations", {"email": "eve@example.com", "role": "owner"}),
        ("settings/workspace", {"name": "Mine"}),
        ("contacts/export", {}),
    ):
        answer = await console.send(home, f"/{acme.slug}/{path}", **form)
        assert answer.status_code in {403, 404, 405}, path
    assert (await console.fetch("/workspaces")).status_code == 303
    assert await acme.status("GET", "contacts") == 200


async def test_an_export_needs_its_tick(acme, console):
    await console.visit(acme, exports="1")
    assert (await console.fetch(f"/{acme.slug}/settings/exports")).status_code == 200


async def test_a_visit_ends_by_the_clock_by_the_button_and_with_the_session(
    acme, console, http, admin
):
    def holding(token):
        return {"Cookie": f"{VISIT_COOKIE}={token}"}

    async def is_in(token):
        answer = await http.get(f"/{acme.slug}/contacts", headers=holding(token))
        return answer.status_code == 200

    await console.visit(acme)
    first = console.cookies[VISIT_COOKIE]
    assert await is_in(first)
    page = await console.open(f"/{acme.slug}/contacts")
    button = page.partition("/operator/visits/")[2].partition('"')[0]
    ended = await console.send(f"/{acme.slug}/contacts", f"/operator/visits/{button}")
    assert ended.status_code == 303
    assert not await is_in(first)
    await console.visit(acme)
    await admin.execute(
        "UPDATE operator_visit SET began_at = began_at - interval '31 minutes',"
        " ends_at = ends_at - interval '31 minutes' WHERE ended_at IS NULL"
    )
    assert not await is_in(console.cookies[VISIT_COOKIE])
    await console.visit(acme)
    second = console.cookies[VISIT_COOKIE]
    await console.send("/operator", "/operator/sign-out")
    assert not await is_in(second)


async def test_nobody_visits_without_a_reason_or_as_a_stranger(acme, globex, console):
    assert (await console.visit(acme, reason=" ")).status_code == 422
    stranger = (await globex.get("members"))["items"][0]["id"]
    assert (await console.visit(acme, member_id=stranger)).status_code == 422
    assert VISIT_COOKIE not in console.cookies
    assert (await acme.get("audit", type="visit"))["items"] == []


async def test_a_members_token_is_no_visit_and_no_visit_is_a_session(acme, console, http):
    await console.visit(acme)
    token = console.cookies[VISIT_COOKIE]
    answer = await http.get("/workspaces", headers={"Cookie": f"{SESSION_COOKIE}={token}"})
    assert answer.status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await http.get("/api/v1/me", headers=bearer)).status_code == 401
    told = await http.post(f"/api/v1/{acme.slug}/contacts", headers=bearer, json={"name": "Eve"})
    assert told.status_code == 403


async def test_an_operators_cookie_alone_opens_nothing_during_a_visit_either(acme, console, http):
    await console.visit(acme)
    token = console.cookies[OPERATOR_COOKIE]
    for name in (OPERATOR_COOKIE, SESSION_COOKIE, VISIT_COOKIE):
        answer = await http.get(f"/{acme.slug}/contacts", headers={"Cookie": f"{name}={token}"})
        assert answer.status_code == 303
