"""Sharing shows one record to one member, and ends."""

import asyncpg
from world import Member, Workspace


async def member_id(acme: Workspace, member: Member, admin_dsn: str) -> str:
    connection = await asyncpg.connect(admin_dsn)
    try:
        found = await connection.fetchval(
            "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id WHERE p.email = $1",
            member.email,
        )
    finally:
        await connection.close()
    return str(found)


async def test_a_shared_record_is_seen_and_then_not(acme: Workspace, admin_dsn: str) -> None:
    rita = await acme.member("rep", "Rita")
    made = await acme.create("companies", name="Hualian")
    path = f"companies/{made['id']}/shares/{await member_id(acme, rita, admin_dsn)}"
    assert await rita.status("GET", f"companies/{made['id']}") == 404
    assert await acme.status("PUT", path) == 204
    assert await acme.status("PUT", path) == 204
    assert await rita.status("GET", f"companies/{made['id']}") == 200
    assert len((await acme.get(f"companies/{made['id']}/shares"))["items"]) == 1
    assert await acme.status("DELETE", path) == 204
    assert await rita.status("GET", f"companies/{made['id']}") == 404


async def test_only_the_owner_shares_on(acme: Workspace, admin_dsn: str) -> None:
    rita, rob = await acme.member("rep", "Rita"), await acme.member("rep", "Rob")
    made = await acme.create("companies", name="Hualian")
    path = f"companies/{made['id']}/shares"
    await acme.request("PUT", f"{path}/{await member_id(acme, rita, admin_dsn)}")
    robs = await member_id(acme, rob, admin_dsn)
    assert await rita.status("PUT", f"{path}/{robs}") == 403
    assert await rob.status("GET", f"companies/{made['id']}") == 404


async def test_nobody_of_another_workspace_is_shared_with(
    acme: Workspace, globex: Workspace, admin_dsn: str
) -> None:
    made = await acme.create("companies", name="Hualian")
    stranger = await member_id(globex, globex.owner, admin_dsn)
    assert await acme.status("PUT", f"companies/{made['id']}/shares/{stranger}") == 404
    assert (await acme.get(f"companies/{made['id']}/shares"))["items"] == []
