"""The audit tells who changed what, and of this firm only."""

import re

import pytest
from world import Workspace

from tests.tenants.conftest import Browser


async def test_changes_of_settings_are_written_down(acme: Workspace) -> None:
    rep = await acme.member("rep")
    me = next(m for m in (await acme.get("members"))["items"] if m["email"] == rep.email)
    await acme.edit(f"members/{me['id']}", role="manager")
    await acme.edit("settings", name="Acme Pumps")
    team = await acme.create("teams", name="North")
    await acme.status("DELETE", f"teams/{team['id']}")
    key = await acme.post("keys", 201, name="program", scopes=["read"])
    await acme.status("DELETE", f"keys/{key['id']}")
    events = (await acme.get("audit"))["items"]
    told = [(e["record_type"], e["action"]) for e in events]
    assert told == [
        ("key", "revoked"),
        ("key", "created"),
        ("team", "deleted"),
        ("team", "created"),
        ("workspace", "updated"),
        ("member", "updated"),
        ("member", "joined"),
        ("invitation", "created"),
        ("workspace", "created"),
    ]
    changed = events[5]
    assert changed["before"] == {"role": "rep"}
    assert changed["after"] == {"role": "manager"}
    assert key["token"] not in str(events)


async def test_the_audit_is_filtered_and_read_page_by_page(acme: Workspace) -> None:
    for number in range(5):
        await acme.create("teams", name=f"Team {number}")
    rep = await acme.member("rep")
    await rep.create("contacts", name="Ada")
    teams = await acme.get("audit", type="team", limit=2)
    rest = await acme.get("audit", type="team", limit=200, after=teams["next"])
    seen = [e["after"]["name"] for e in teams["items"] + rest["items"]]
    assert seen == [f"Team {number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next"] is None
    members = (await acme.get("members"))["items"]
    who = next(m["id"] for m in members if m["email"] == rep.email)
    theirs = (await acme.get("audit", actor=who))["items"]
    assert {(e["record_type"], e["action"]) for e in theirs} == {
        ("member", "joined"),
        ("contact", "created"),
    }


async def test_the_audit_knows_nothing_of_another_firm(acme: Workspace, globex: Workspace) -> None:
    await globex.create("teams", name="Only at Globex")
    shown = await acme.request("GET", "audit", params={"limit": 200})
    assert "Globex" not in shown.text


@pytest.mark.parametrize("role", ["manager", "rep", "finance", "viewer"])
async def test_the_audit_is_for_administrators(acme: Workspace, role: str) -> None:
    member = await acme.member(role)
    assert await member.status("GET", "audit") == 403


@pytest.mark.parametrize("cursor", ["nonsense", "MjAyNg==", "%00"])
async def test_a_made_up_cursor_is_refused(acme: Workspace, cursor: str) -> None:
    assert await acme.status("GET", "audit", params={"after": cursor}) == 400


@pytest.mark.parametrize(
    "wish", [{"name": ""}, {"language": "tlh"}, {"time_zone": "Mars"}, {"currency": "XX"}]
)
async def test_the_workspace_takes_only_what_exists(acme: Workspace, wish: dict[str, str]) -> None:
    answer = await acme.request("PATCH", "settings", json=wish)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == set(wish)


async def test_the_audit_speaks_of_things_by_their_labels(
    browser: Browser, acme: Workspace
) -> None:
    await acme.create("companies", name="Hualian Machinery", city="Shanghai")
    await browser.sign_in(acme.email)
    shown = await browser.open(f"/{acme.slug}/settings/audit")
    assert "Company created" in shown
    assert re.search(r"City: </dt>.*Shanghai", shown)
