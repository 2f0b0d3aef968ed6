"""A role that was taken while a change was under way makes no change any more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import asyncpg
import pytest
from world import Member, Workspace

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
_HELD = "SELECT 1 FROM company WHERE tenant_id = $1 AND id = $2 FOR UPDATE"


class Gate:
    """Holds a company, so that whoever would change it stands at the gate."""

    def __init__(self, admin: Any) -> None:
        self.admin = admin

    async def while_waiting(self, change: Awaitable[Any], company: Any, act: Awaitable[Any]) -> Any:
        """Begin the change, let `act` happen while it waits, and let it go on."""
        async with self.admin.transaction():
            await self.admin.execute(_HELD, company["tenant"], company["id"])
            begun = asyncio.ensure_future(change)
            for _look in range(20_000):
                if begun.done() or await self.admin.fetchval(_WAITING):
                    break
            await act
        return await begun


@pytest.fixture
async def gate(admin_dsn: str) -> AsyncIterator[Gate]:
    connection = await asyncpg.connect(admin_dsn)
    yield Gate(connection)
    await connection.close()


async def member_of(acme: Workspace, person: Member) -> dict[str, Any]:
    members = (await acme.get("members"))["items"]
    return next(member for member in members if member["email"] == person.email)


@pytest.mark.parametrize("loss", [{"role": "viewer"}, {"status": "suspended"}])
async def test_a_right_that_was_taken_first_is_gone(
    acme: Workspace, gate: Gate, loss: dict[str, str]
) -> None:
    rep = await acme.member("rep")
    made = await rep.create("companies", name="Hualian")
    place = f"members/{(await member_of(acme, rep))['id']}"
    answer = await gate.while_waiting(
        rep.request("PATCH", f"companies/{made['id']}", json={"name": "Mine"}),
        {"tenant": acme.workspace_id, "id": made["id"]},
        acme.edit(place, **loss),
    )
    assert answer.status_code == 403
    assert (await acme.get(f"companies/{made['id']}"))["name"] == "Hualian"


async def test_a_new_role_for_somebody_else_disturbs_nobody(acme: Workspace, gate: Gate) -> None:
    rep, other = await acme.member("rep"), await acme.member("rep", "Other")
    made = await rep.create("companies", name="Hualian")
    place = f"members/{(await member_of(acme, other))['id']}"
    answer = await gate.while_waiting(
        rep.request("PATCH", f"companies/{made['id']}", json={"name": "Hualian Pumps"}),
        {"tenant": acme.workspace_id, "id": made["id"]},
        acme.edit(place, role="viewer"),
    )
    assert answer.status_code == 200


async def test_who_signs_out_finishes_what_they_had_begun_and_nothing_more(
    acme: Workspace, gate: Gate
) -> None:
    made = await acme.create("companies", name="Hualian")
    answer = await gate.while_waiting(
        acme.request("PATCH", f"companies/{made['id']}", json={"name": "Hualian Pumps"}),
        {"tenant": acme.workspace_id, "id": made["id"]},
        acme.request("DELETE", "/api/v1/sessions/current"),
    )
    assert answer.status_code == 200
    # The slow request must not have brought the session back.
    for _again in range(2):
        assert await acme.status("GET", f"companies/{made['id']}") == 401


async def test_an_owner_may_give_up_their_own_role(acme: Workspace) -> None:
    await acme.member("owner", "Second")
    mine = await member_of(acme, acme.owner)
    assert await acme.status("PATCH", f"members/{mine['id']}", json={"role": "rep"}) == 200
