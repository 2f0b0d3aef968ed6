"""What members are told, and by which ways."""

from typing import Any
from uuid import UUID

import pytest
from world import Member, Workspace

from kernel.database import Database
from kernel.transaction import UnitOfWork
from tenants.notifications import service
from tests.tenants.conftest import Browser, Post


@pytest.fixture
async def tell(database: Database) -> Any:
    """Tell a member something, as a job would."""

    async def told(firm: Workspace, member: Member, kind: str = "reminder", **more: Any) -> None:
        members = (await firm.get("members"))["items"]
        who = next(m["id"] for m in members if m["email"] == member.email)
        uow = UnitOfWork(database)
        await uow.begin(UUID(firm.workspace_id))
        title = more.pop("title", "Call Wang")
        await service.notify(uow, member_id=UUID(who), kind=kind, title=title, **more)
        await uow.finish(commit=True)

    return told


async def test_a_member_reads_what_they_are_told_and_the_bell_is_quiet(
    acme: Workspace, tell: Any, browser: Browser
) -> None:
    rep = await acme.member("rep")
    await tell(acme, rep)
    await browser.sign_in(rep.email)
    assert "1 new notification" in await browser.open(f"/{acme.slug}/settings")
    assert "Call Wang" in await browser.open(f"/{acme.slug}/notifications")
    shown = await rep.get("notifications")
    assert shown["unread"] == 1
    await rep.post(f"notifications/{shown['items'][0]['id']}/reading")
    assert (await rep.get("notifications"))["unread"] == 0
    assert "1 new notification" not in await browser.open(f"/{acme.slug}/settings")


async def test_nobody_reads_what_others_are_told(
    acme: Workspace, globex: Workspace, tell: Any
) -> None:
    rep = await acme.member("rep")
    await tell(acme, rep)
    theirs = (await rep.get("notifications"))["items"][0]["id"]
    for other in (acme, globex):
        heard = (await other.get("notifications"))["items"]
        assert theirs not in [notice["id"] for notice in heard]
        assert await other.status("POST", f"notifications/{theirs}/reading") == 404
    assert (await rep.get("notifications"))["unread"] == 1


async def test_whoever_invites_hears_that_the_newcomer_joined(acme: Workspace) -> None:
    await acme.member("rep", "Rita")
    heard = (await acme.get("notifications"))["items"]
    assert [(n["kind"], n["title"]) for n in heard] == [("team", "Rita joined the workspace")]


async def test_notifications_are_read_page_by_page(acme: Workspace, tell: Any) -> None:
    for number in range(5):
        await tell(acme, acme.owner, title=f"Number {number}")
    first = await acme.get("notifications", limit=3)
    rest = await acme.get("notifications", limit=3, after=first["next"])
    titles = [n["title"] for n in first["items"] + rest["items"]]
    assert titles == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert (await acme.post("notifications/reading"))["read"] == 5


async def test_a_member_chooses_the_ways(acme: Workspace, tell: Any, post: Post) -> None:
    kinds = (await acme.get("notifications/preferences"))["kinds"]
    assert kinds["reminder"] == {"web": True, "mail": False, "chat": True}
    wish = {"kinds": {"reminder": {"web": False, "mail": True}}}
    answer = await acme.request("PUT", "notifications/preferences", json=wish)
    assert answer.json()["kinds"]["reminder"] == {"web": False, "mail": True, "chat": True}
    await tell(acme, acme.owner)
    assert (await acme.get("notifications"))["items"] == []
    assert (await post.letters(acme.email))[-1]["Subject"] == "Call Wang"


@pytest.mark.parametrize("wish", [{"weather": {"web": True}}, {"reminder": {"pigeon": True}}])
async def test_only_what_exists_can_be_chosen(acme: Workspace, wish: dict[str, Any]) -> None:
    body = {"kinds": wish}
    assert await acme.status("PUT", "notifications/preferences", json=body) == 422


async def test_who_left_is_told_nothing(acme: Workspace, tell: Any, uow: UnitOfWork) -> None:
    rep = await acme.member("viewer")
    members = (await acme.get("members"))["items"]
    who = next(m["id"] for m in members if m["email"] == rep.email)
    await acme.status("DELETE", f"members/{who}")
    await uow.begin(UUID(acme.workspace_id))
    assert await service.notify(uow, member_id=UUID(who), kind="reminder", title="x") is None
