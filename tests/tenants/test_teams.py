"""Teams as a tree: what a manager sees follows it."""

from collections.abc import Awaitable, Callable

from world import Member, Workspace, join

from tests.tenants.test_members import member_id

Work = Callable[[], Awaitable[None]]


async def team(firm: Workspace, name: str, parent: str | None = None) -> str:
    made: str = (await firm.create("teams", name=name, parent_id=parent))["id"]
    return made


async def names(member: Member) -> set[str]:
    return {c["name"] for c in (await member.get("contacts"))["items"]}


async def test_a_manager_sees_the_teams_below_theirs(acme: Workspace) -> None:
    north = await team(acme, "North")
    berlin = await team(acme, "Berlin", north)
    south = await team(acme, "South")
    boss = await join(acme.owner, "manager", "Boss", team_id=north)
    rep = await join(acme.owner, "rep", "Rep", team_id=berlin)
    other = await join(acme.owner, "rep", "Other", team_id=south)
    await rep.create("contacts", name="In Berlin")
    await other.create("contacts", name="In the south")
    assert await names(boss) == {"In Berlin"}


async def test_moving_a_team_moves_what_is_seen(acme: Workspace) -> None:
    north, south = await team(acme, "North"), await team(acme, "South")
    berlin = await team(acme, "Berlin", north)
    boss = await join(acme.owner, "manager", "Boss", team_id=south)
    rep = await join(acme.owner, "rep", "Rep", team_id=berlin)
    await rep.create("contacts", name="Ada")
    assert await names(boss) == set()
    await acme.edit(f"teams/{berlin}", parent_id=south)
    assert await names(boss) == {"Ada"}


async def test_a_members_records_follow_to_the_new_team(acme: Workspace, work: Work) -> None:
    north, south = await team(acme, "North"), await team(acme, "South")
    boss = await join(acme.owner, "manager", "Boss", team_id=south)
    rep = await join(acme.owner, "rep", "Rep", team_id=north)
    contact = await rep.create("contacts", name="Ada")
    await rep.create(
        "activities",
        kind="call",
        text="Said hello",
        happened_at="2026-11-20T09:00:00Z",
        links=[{"type": "contact", "id": contact["id"]}],
    )
    assert await names(boss) == set()
    await acme.edit(f"members/{await member_id(acme, rep.email)}", team_id=south)
    await work()
    assert await names(boss) == {"Ada"}
    assert len((await boss.get("activities"))["items"]) == 1


async def test_a_team_is_never_below_itself(acme: Workspace) -> None:
    top = await team(acme, "Top")
    low = await team(acme, "Low", await team(acme, "Middle", top))
    for parent in (top, low):
        body = {"parent_id": parent}
        assert await acme.status("PATCH", f"teams/{top}", json=body) == 422


async def test_a_dissolved_teams_people_go_to_the_team_above(acme: Workspace, work: Work) -> None:
    north = await team(acme, "North")
    berlin = await team(acme, "Berlin", north)
    mitte = await team(acme, "Mitte", berlin)
    boss = await join(acme.owner, "manager", "Boss", team_id=north)
    rep = await join(acme.owner, "rep", "Rep", team_id=berlin)
    await rep.create("contacts", name="Ada")
    assert await acme.status("DELETE", f"teams/{berlin}") == 204
    await work()
    left = {t["id"]: t["parent_id"] for t in (await acme.get("teams"))["items"]}
    assert left == {north: None, mitte: north}
    assert (await acme.get(f"members/{await member_id(acme, rep.email)}"))["team_id"] == north
    assert await names(boss) == {"Ada"}


async def test_only_who_may_changes_the_tree(acme: Workspace) -> None:
    north = await team(acme, "North")
    boss = await join(acme.owner, "manager", "Boss", team_id=north)
    assert await boss.status("POST", "teams", json={"name": "Mine"}) == 403
    assert await boss.status("PATCH", f"teams/{north}", json={"name": "Mine"}) == 403
    assert await boss.status("DELETE", f"teams/{north}") == 403


async def test_another_firms_team_is_no_place_for_anything(
    acme: Workspace, globex: Workspace
) -> None:
    theirs = await team(globex, "Theirs")
    mine = await team(acme, "Mine")
    assert await acme.status("POST", "teams", json={"name": "x", "parent_id": theirs}) == 422
    assert await acme.status("PATCH", f"teams/{mine}", json={"parent_id": theirs}) == 422
    assert await acme.status("PATCH", f"teams/{theirs}", json={"name": "x"}) == 404
    assert await acme.status("DELETE", f"teams/{theirs}") == 404
    me = await member_id(acme, acme.email)
    assert await acme.status("PATCH", f"members/{me}", json={"team_id": theirs}) == 422
    offer = {"email": "x@example.com", "role": "rep", "team_id": theirs}
    assert await acme.status("POST", "invitations", json=offer) == 422
    assert [t["name"] for t in (await globex.get("teams"))["items"]] == ["Theirs"]
