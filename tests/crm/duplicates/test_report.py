"""Suspected pairs among what there is, and what people say of them."""

from typing import Any
from uuid import UUID

from chatting import work as run
from world import Workspace

from kernel.database import Database
from kernel.transaction import UnitOfWork


async def pairs(member: Any, plural: str = "companies", **params: Any) -> list[set[str]]:
    found = await member.get(f"{plural}/duplicates", **params)
    return [{pair["a"]["title"], pair["b"]["title"]} for pair in found["items"]]


async def compared(database: Database, firm: Workspace) -> None:
    await run(database, "duplicates.compare", {}, firm.workspace_id)


async def test_pairs_are_found_and_forgotten_as_records_change(
    acme: Workspace, database: Database
) -> None:
    await acme.create("companies", name="Hualian Pumps")
    other = await acme.create("companies", name="华联水泵有限公司")
    await acme.create("companies", name="Bakery")
    await compared(database, acme)
    assert await pairs(acme) == [{"Hualian Pumps", "华联水泵有限公司"}]
    await acme.edit(f"companies/{other['id']}", name="海天")
    await compared(database, acme)
    assert await pairs(acme) == []


async def test_not_a_duplicate_is_remembered_and_can_be_taken_back(
    acme: Workspace, database: Database
) -> None:
    one = await acme.create("companies", name="Hualian Ltd")
    await acme.create("companies", name="Hualian GmbH")
    await compared(database, acme)
    [pair] = (await acme.get("companies/duplicates"))["items"]
    assert await acme.status("POST", f"companies/duplicates/{pair['id']}/dismissal") == 204
    await acme.edit(f"companies/{one['id']}", name="Hualian AG")
    await compared(database, acme)
    assert await pairs(acme) == []
    assert await pairs(acme, dismissed=True) == [{"Hualian AG", "Hualian GmbH"}]
    assert await acme.status("DELETE", f"companies/duplicates/{pair['id']}/dismissal") == 204
    assert len(await pairs(acme)) == 1


async def test_half_a_pair_is_shown_to_nobody(
    acme: Workspace, globex: Workspace, database: Database
) -> None:
    rita = await acme.member("rep", "Rita")
    await rita.create("companies", name="Hualian Ltd")
    await acme.create("companies", name="Hualian GmbH")
    await compared(database, acme)
    [pair] = (await acme.get("companies/duplicates"))["items"]
    assert await pairs(rita) == []
    path = f"companies/duplicates/{pair['id']}/dismissal"
    assert await rita.status("POST", path) == await globex.status("POST", path) == 404
    assert await pairs(globex) == []


async def test_records_that_came_without_keys_get_them(acme: Workspace, database: Database) -> None:
    for name in ("Hualian Ltd", "Hualian GmbH"):
        await acme.create("companies", name=name)
    unit = await UnitOfWork(database).begin(UUID(acme.workspace_id))
    await unit.execute("DELETE FROM match_key WHERE tenant_id = $1", UUID(acme.workspace_id))
    await unit.finish(commit=True)
    await run(database, "duplicates.fill", {}, acme.workspace_id)
    await compared(database, acme)
    assert await pairs(acme) == [{"Hualian Ltd", "Hualian GmbH"}]
