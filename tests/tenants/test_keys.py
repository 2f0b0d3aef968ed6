"""Keys for programs."""

from datetime import timedelta

import pytest
import time_machine
from world import Member, Workspace

from kernel import clock


async def program(firm: Workspace, *scopes: str, **more: object) -> Member:
    made = await firm.post("keys", 201, name="program", scopes=list(scopes), **more)
    assert made["token"].startswith(made["prefix"])
    return Member(firm.http, firm.slug, made["token"], firm.email)


async def test_a_reading_key_reads_and_writes_nothing(acme: Workspace) -> None:
    key = await program(acme, "read")
    assert await key.status("GET", "contacts") == 200
    assert await key.status("POST", "contacts", json={"name": "Ada"}) == 403
    assert await key.status("GET", "audit") == 403
    assert (await acme.get("contacts"))["items"] == []


async def test_a_writing_key_leaves_the_settings_alone(acme: Workspace) -> None:
    key = await program(acme, "read", "write")
    assert await key.status("POST", "contacts", json={"name": "Ada"}) == 201
    assert await key.status("POST", "teams", json={"name": "x"}) == 403


async def test_a_key_never_has_more_than_its_member(acme: Workspace) -> None:
    admin = await acme.member("admin")
    made = await admin.post("keys", 201, name="all", scopes=["read", "write", "settings"])
    key = Member(acme.http, acme.slug, made["token"], admin.email)
    assert await key.status("GET", "audit") == 200
    me = next(m for m in (await acme.get("members"))["items"] if m["email"] == admin.email)
    await acme.edit(f"members/{me['id']}", role="rep")
    assert await key.status("GET", "audit") == 403


async def test_a_key_makes_no_keys(acme: Workspace) -> None:
    key = await program(acme, "read", "write", "settings")
    body = {"name": "child", "scopes": ["read"]}
    assert await key.status("POST", "keys", json=body) == 403
    assert len((await acme.get("keys"))["items"]) == 1


async def test_a_key_opens_its_own_firm_only(acme: Workspace, globex: Workspace) -> None:
    key = await program(acme, "read")
    key.slug = globex.slug
    assert await key.status("GET", "contacts") == 401


async def test_a_revoked_key_is_dead(acme: Workspace) -> None:
    key = await program(acme, "read")
    held = (await acme.get("keys"))["items"][0]
    assert await acme.status("DELETE", f"keys/{held['id']}") == 204
    assert await key.status("GET", "contacts") == 401
    assert await acme.status("DELETE", f"keys/{held['id']}") == 404


async def test_a_key_ends_on_its_day(acme: Workspace) -> None:
    with time_machine.travel(clock.now() - timedelta(days=2)):
        key = await program(acme, "read", days=1)
    assert await key.status("GET", "contacts") == 401


async def test_the_list_never_shows_a_key(acme: Workspace) -> None:
    key = await program(acme, "read")
    shown = await acme.request("GET", "keys")
    assert key.token not in shown.text
    assert "hash" not in shown.text


@pytest.mark.parametrize(
    "wish", [{"scopes": []}, {"scopes": ["everything"]}, {"name": " "}, {"days": 0}]
)
async def test_a_key_asks_for_sense(acme: Workspace, wish: dict[str, object]) -> None:
    body = {"name": "program", "scopes": ["read"], **wish}
    answer = await acme.request("POST", "keys", json=body)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == set(wish)


async def test_another_firms_key_is_not_there(acme: Workspace, globex: Workspace) -> None:
    await program(globex, "read")
    theirs = (await globex.get("keys"))["items"][0]["id"]
    assert await acme.status("DELETE", f"keys/{theirs}") == 404
    assert len((await globex.get("keys"))["items"]) == 1
