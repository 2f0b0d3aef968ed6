"""Shares with a member or a team, so far and until then; and who sees a record."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from chatting import work
from roles import WORKS, hire, ids_of, put_in_team, role
from surfer import Surfer
from world import Member, Workspace

from kernel.database import Database


@pytest.fixture
async def rita(acme: Workspace) -> Member:
    return await acme.member("rep", "Rita")


@pytest.fixture
async def firm(acme: Workspace) -> Any:
    return await acme.create("companies", name="Hualian")


async def shared(acme: Workspace, record: Any, name: str, **how: Any) -> int:
    whom = (await ids_of(acme))[name]
    return await acme.status("PUT", f"companies/{record['id']}/shares/{whom}", json=how)


@pytest.mark.parametrize(
    ("level", "edits", "files"), [("read", 403, 403), ("comment", 403, 201), ("edit", 200, 201)]
)
async def test_the_level_says_what_may_be_done(
    acme: Workspace, rita: Member, firm: Any, level: str, edits: int, files: int
) -> None:
    assert await shared(acme, firm, "Rita", level=level) == 204
    one = f"companies/{firm['id']}"
    assert await rita.status("GET", one) == 200
    assert await rita.status("PATCH", one, json={"city": "Ulm"}) == edits
    sent = {"file": ("a.txt", b"a")}
    assert await rita.status("POST", f"{one}/attachments", files=sent) == files
    assert await rita.status("DELETE", one) == 403
    whom = (await ids_of(acme))["Rita"]
    assert await rita.status("PUT", f"{one}/shares/{whom}", json={}) == 403


async def test_after_its_end_a_share_does_not_count(
    acme: Workspace, rita: Member, firm: Any, database: Database, admin_dsn: str
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert await shared(acme, firm, "Rita", expires_at=tomorrow.isoformat()) == 204
    one = f"companies/{firm['id']}"
    assert await rita.status("GET", one) == 200
    connection = await asyncpg.connect(admin_dsn)
    try:
        await connection.execute("UPDATE share SET expires_at = now() - interval '1 second'")
        assert await rita.status("GET", one) == 404
        assert (await rita.get("companies"))["items"] == []
        assert (await rita.get("search", q="Hualian"))["results"] == []
        assert (await acme.get(f"{one}/shares"))["items"] == []
        assert "Rita" not in str(await acme.get(f"{one}/viewers"))
        await work(database, "shares.end", {}, acme.workspace_id)
        left = "SELECT count(*) FROM share WHERE tenant_id = $1"
        assert await connection.fetchval(left, UUID(acme.workspace_id)) == 0
    finally:
        await connection.close()


async def test_an_end_that_is_over_or_vague_is_refused(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    for how in (
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2031-01-01T00:00:00"},
        {"level": "all"},
    ):
        assert await shared(acme, firm, "Rita", **how) == 422
    assert rita


async def test_a_team_is_shared_with_as_long_as_one_is_in_it(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    north = (await acme.post("teams", 201, name="North"))["id"]
    await put_in_team(acme, "Rita", north)
    one = f"companies/{firm['id']}"
    assert await rita.status("GET", one) == 404
    path = f"{one}/team-shares/{north}"
    assert await acme.status("PUT", path, json={"level": "read"}) == 204
    assert await rita.status("GET", one) == 200
    assert await rita.status("PATCH", one, json={"city": "Ulm"}) == 403
    seen = (await acme.get(f"{one}/viewers"))["items"]
    assert {v["name"]: v["reason"] for v in seen}["Rita"] == "share"
    await acme.edit(f"members/{(await ids_of(acme))['Rita']}", team_id=None)
    assert await rita.status("GET", one) == 404


async def test_many_are_shared_at_once_or_none(acme: Workspace, rita: Member) -> None:
    made = [(await acme.create("companies", name=f"C{n}"))["id"] for n in range(3)]
    path = f"companies/shares/{(await ids_of(acme))['Rita']}"
    hidden = (await rita.create("contacts", name="Not a company"))["id"]
    assert await acme.status("PUT", path, json={"ids": [*made, hidden]}) == 404
    assert (await rita.get("companies"))["items"] == []
    assert await acme.status("PUT", path, json={"ids": made, "level": "read"}) == 204
    assert len((await rita.get("companies"))["items"]) == 3


async def test_lists_know_what_is_shared_with_me_and_by_me(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    await shared(acme, firm, "Rita", level="read")
    await rita.create("companies", name="Rita Ltd")
    await acme.create("companies", name="Owned")
    for who, view in ((rita, "shared"), (acme.owner, "lent")):
        page = await Surfer(who).open(f"companies?view={view}")
        assert "Hualian" in page.text
        assert "Rita Ltd" not in page.text
        assert "Owned" not in page.text


async def test_a_page_shares_many_and_says_who_sees_it(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    whom = (await ids_of(acme))["Rita"]
    surfer = Surfer(acme.owner)
    await surfer.follow("companies/bulk", act="share", ids=firm["id"], member_id=whom)
    assert await rita.status("GET", f"companies/{firm['id']}") == 200
    page = await surfer.open(f"companies/{firm['id']}")
    assert "shared, may look" in page.text
    page = await Surfer(rita).open(f"companies/{firm['id']}")
    assert not page.all("a", href=f"/{acme.slug}/companies/{firm['id']}/edit")
    assert (await Surfer(rita).fetch(f"companies/{firm['id']}/sharing")).status_code == 403


async def test_everybody_who_sees_it_is_named_with_the_reason(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    await role(acme, "Blind", records={"*": {**WORKS, "see": "own"}})
    await hire(acme, "blind", "Bea")
    mona = await acme.member("manager", "Mona")
    rob = await acme.member("rep", "Rob")
    north = (await acme.post("teams", 201, name="North"))["id"]
    for name in ("Mona", "Rob"):
        await put_in_team(acme, name, north)
    made = await rob.create("companies", name="Rob Ltd")
    assert await shared(acme, made, "Rita", level="comment") == 204
    assert await shared(acme, made, "Bea", level="comment") == 204
    path = f"companies/{made['id']}"
    seen = {v["name"]: v["reason"] for v in (await acme.get(f"{path}/viewers"))["items"]}
    owner = next(name for name in await ids_of(acme) if name not in acme.people)
    expected = {owner: "role", "Mona": "team", "Rob": "owner", "Rita": "share"}
    assert seen == expected
    for name, person in {**acme.people, owner: acme.owner}.items():
        assert (await person.status("GET", path) == 200) is (name in seen), name
    assert mona
    about = [{"type": "company", "id": made["id"]}]
    visit = await rob.create("activities", text="Met", links=about)
    seen = {
        v["name"]: v["reason"]
        for v in (await rob.get(f"activities/{visit['id']}/viewers"))["items"]
    }
    assert seen == {owner: "role", "Mona": "team", "Rob": "owner", "Rita": "link"}
