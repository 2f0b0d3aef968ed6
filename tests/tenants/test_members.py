"""The people of a workspace: who may change whom, and who stays."""

import asyncio

import pytest
from world import PASSWORD, Member, Workspace, join


async def member_id(firm: Workspace, email: str) -> str:
    return next(m["id"] for m in (await firm.get("members"))["items"] if m["email"] == email)


async def test_everybody_sees_the_members(acme: Workspace) -> None:
    rep = await acme.member("rep")
    shown = {(m["email"], m["role"]) for m in (await rep.get("members"))["items"]}
    assert shown == {(acme.email, "owner"), (rep.email, "rep")}


async def test_the_last_owner_stays_whoever_asks(acme: Workspace) -> None:
    me = await member_id(acme, acme.email)
    for body in ({"role": "admin"}, {"status": "suspended"}):
        assert await acme.status("PATCH", f"members/{me}", json=body) == 409
    assert await acme.status("DELETE", f"members/{me}") == 409


async def test_two_owners_who_demote_each_other_at_once_leave_one(acme: Workspace) -> None:
    for _round in range(5):
        other = await join(acme.owner, "owner", "Second")
        first, second = await member_id(acme, acme.email), await member_id(acme, other.email)
        answers = await asyncio.gather(
            acme.request("PATCH", f"members/{second}", json={"role": "rep"}),
            other.request("PATCH", f"members/{first}", json={"role": "rep"}),
        )
        assert min(a.status_code for a in answers) == 200
        members = (await acme.get("members"))["items"]
        owners = [m["email"] for m in members if m["role"] == "owner"]
        assert len(owners) == 1
        if owners == [other.email]:
            await other.edit(f"members/{first}", role="owner")
            await acme.edit(f"members/{second}", role="rep")


async def test_two_owners_who_remove_each_other_at_once_leave_one(acme: Workspace) -> None:
    other = await join(acme.owner, "owner", "Second")
    first, second = await member_id(acme, acme.email), await member_id(acme, other.email)
    codes = await asyncio.gather(
        acme.status("DELETE", f"members/{second}"), other.status("DELETE", f"members/{first}")
    )
    assert codes.count(204) == 1


async def test_an_administrator_touches_no_owner_and_makes_none(acme: Workspace) -> None:
    admin = await acme.member("admin")
    rep = await acme.member("rep")
    owner, other = await member_id(acme, acme.email), await member_id(acme, rep.email)
    for body in ({"role": "rep"}, {"status": "suspended"}, {"team_id": None}):
        assert await admin.status("PATCH", f"members/{owner}", json=body) == 403
    assert await admin.status("DELETE", f"members/{owner}") == 403
    assert await admin.status("PATCH", f"members/{other}", json={"role": "owner"}) == 403
    offer = {"email": "eve@example.com", "role": "owner"}
    assert await admin.status("POST", "invitations", json=offer) == 403
    roles = {m["email"]: m["role"] for m in (await acme.get("members"))["items"]}
    assert roles[acme.email] == "owner"
    assert roles[rep.email] == "rep"


@pytest.mark.parametrize("role", ["manager", "rep", "marketer", "support", "finance", "viewer"])
async def test_only_owners_and_administrators_change_members(acme: Workspace, role: str) -> None:
    member = await acme.member(role)
    me = await member_id(acme, member.email)
    assert await member.status("PATCH", f"members/{me}", json={"role": "owner"}) == 403
    assert await member.status("DELETE", f"members/{me}") == 403
    assert await member.status("GET", "invitations") == 403
    assert (await acme.get(f"members/{me}"))["role"] == role


async def test_whoever_is_suspended_is_out_at_once_with_their_keys(acme: Workspace) -> None:
    admin = await acme.member("admin")
    key = (await admin.post("keys", 201, name="mine", scopes=["read"]))["token"]
    program = Member(acme.http, acme.slug, key, admin.email)
    assert await program.status("GET", "contacts") == 200
    me = await member_id(acme, admin.email)
    await acme.edit(f"members/{me}", status="suspended")
    assert await admin.status("GET", "contacts") == 404
    assert await program.status("GET", "contacts") == 401
    await acme.edit(f"members/{me}", status="active")
    assert await admin.status("GET", "contacts") == 200


async def test_who_was_removed_comes_back_by_an_invitation(acme: Workspace) -> None:
    rep = await join(acme.owner, "rep", "Rep")
    assert await acme.status("DELETE", f"members/{await member_id(acme, rep.email)}") == 204
    assert await rep.status("GET", "contacts") == 404
    offer = await acme.post("invitations", 201, email=rep.email, role="viewer")
    link = offer["accept_url"].rsplit("/", 1)[1]
    path = f"/api/v1/invitations/{link}/acceptance"
    body = {"name": "Rep", "password": PASSWORD}
    assert (await acme.http.post(path, json=body)).status_code == 201
    assert (await acme.get(f"members/{await member_id(acme, rep.email)}"))["role"] == "viewer"


async def test_an_invitation_accepted_many_times_at_once_makes_one_member(
    acme: Workspace,
) -> None:
    offer = await acme.post("invitations", 201, email="race@example.com", role="rep")
    link = offer["accept_url"].rsplit("/", 1)[1]
    path = f"/api/v1/invitations/{link}/acceptance"
    body = {"name": "Grace", "password": PASSWORD}
    answers = await asyncio.gather(*(acme.http.post(path, json=body) for _try in range(8)))
    assert min(a.status_code for a in answers) == 201
    assert [a.status_code for a in answers].count(201) == 1
    assert len((await acme.get("members"))["items"]) == 2


async def test_sending_an_invitation_again_kills_the_old_link(acme: Workspace) -> None:
    first = await acme.post("invitations", 201, email="again@example.com", role="rep")
    second = await acme.post(f"invitations/{first['id']}/resending", 201)
    old, new = (o["accept_url"].removeprefix("http://test") for o in (first, second))
    assert (await acme.http.get(old)).status_code == 404
    assert (await acme.http.get(new)).status_code == 200
    assert len((await acme.get("invitations"))["items"]) == 1


async def test_an_invitation_taken_back_opens_nothing(acme: Workspace) -> None:
    offer = await acme.post("invitations", 201, email="gone@example.com", role="rep")
    assert await acme.status("DELETE", f"invitations/{offer['id']}") == 204
    assert await acme.status("DELETE", f"invitations/{offer['id']}") == 404
    link = offer["accept_url"].rsplit("/", 1)[1]
    body = {"name": "Eve", "password": PASSWORD}
    answer = await acme.http.post(f"/api/v1/invitations/{link}/acceptance", json=body)
    assert answer.status_code == 404


async def test_another_firms_people_are_not_there(acme: Workspace, globex: Workspace) -> None:
    theirs = await member_id(globex, globex.email)
    offer = await globex.post("invitations", 201, email="x@example.com", role="rep")
    for method, path in (
        ("GET", f"members/{theirs}"),
        ("DELETE", f"members/{theirs}"),
        ("DELETE", f"invitations/{offer['id']}"),
        ("POST", f"invitations/{offer['id']}/resending"),
    ):
        assert await acme.status(method, path) == 404
    assert len((await globex.get("invitations"))["items"]) == 1


async def test_guessing_passwords_at_an_invitation_is_stopped(
    acme: Workspace, globex: Workspace
) -> None:
    offer = await acme.post("invitations", 201, email=globex.email, role="rep")
    path = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
    body = {"name": "Eve", "password": "not the password"}
    codes = [(await acme.http.post(path, json=body)).status_code for _try in range(12)]
    assert set(codes[:10]) == {401}
    assert codes[11] == 429
