"""The recycle bin, and its end."""

from datetime import timedelta
from uuid import UUID

import asyncpg
from uploading import upload
from world import Workspace

from crm.records.beside import store, trash
from kernel import clock
from kernel.database import Database
from kernel.settings import Settings
from kernel.transaction import UnitOfWork


async def test_deleted_records_wait_in_the_bin(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    await acme.request("DELETE", f"companies/{made['id']}")
    (item,) = (await acme.get("trash"))["items"]
    assert (item["type"], item["title"], item["id"]) == ("company", "Hualian", made["id"])
    assert item["deleted_by"]
    await acme.post(f"companies/{made['id']}/restoration")
    assert (await acme.get("trash"))["items"] == []


async def test_the_bin_shows_each_only_what_was_theirs_to_see(
    acme: Workspace, globex: Workspace
) -> None:
    rita = await acme.member("rep", "Rita")
    mine = await rita.create("companies", name="Rita's")
    made = await acme.create("companies", name="The owner's")
    for member, record in ((acme, made), (rita, mine)):
        assert await member.status("DELETE", f"companies/{record['id']}") == 204
    assert [i["title"] for i in (await rita.get("trash"))["items"]] == ["Rita's"]
    assert len((await acme.get("trash"))["items"]) == 2
    assert (await globex.get("trash"))["items"] == []
    vera = await acme.member("viewer", "Vera")
    assert (await vera.get("trash"))["items"] == []


async def test_the_bin_is_read_page_by_page(acme: Workspace) -> None:
    for i in range(5):
        made = await acme.create("companies", name=f"C{i}")
        await acme.request("DELETE", f"companies/{made['id']}")
    first = await acme.get("trash", limit=3)
    rest = await acme.get("trash", limit=3, after=first["next"])
    assert [i["title"] for i in first["items"] + rest["items"]] == ["C4", "C3", "C2", "C1", "C0"]
    assert rest["next"] is None


async def test_after_its_days_a_record_and_all_that_hung_on_it_are_gone(
    acme: Workspace, globex: Workspace, database: Database, settings: Settings, monkeypatch
) -> None:
    store.use(settings)
    old = await acme.create("companies", name="Old")
    fresh = await acme.create("companies", name="Fresh")
    file = await upload(acme, f"companies/{old['id']}", "offer.pdf")
    path = store.Store(settings).path(UUID(acme.workspace_id), UUID(file["id"]))
    assert path.is_file()
    await acme.request("DELETE", f"companies/{old['id']}")
    later = clock.now() + timedelta(days=settings.trash_days + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    await run_purge(database, globex.workspace_id)
    assert path.is_file()
    await run_purge(database, acme.workspace_id)
    assert not path.exists()
    monkeypatch.undo()
    assert (await acme.get("trash"))["items"] == []
    assert await acme.status("POST", f"companies/{old['id']}/restoration") == 404
    assert await acme.status("GET", f"companies/{fresh['id']}") == 200


async def test_each_workspace_gets_its_own_purge(
    acme: Workspace, globex: Workspace, database: Database, admin_dsn: str
) -> None:
    unit = await UnitOfWork(database).begin_outside()
    await trash.sweep(unit, {})
    await unit.finish(commit=True)
    connection = await asyncpg.connect(admin_dsn)
    rows = await connection.fetch(
        "SELECT headers FROM queue.pgqueuer WHERE entrypoint = 'trash.purge'"
    )
    await connection.close()
    told = " ".join(str(row["headers"]) for row in rows)
    assert acme.workspace_id in told
    assert globex.workspace_id in told


async def run_purge(database: Database, workspace_id: str) -> None:
    unit = await UnitOfWork(database).begin(UUID(workspace_id))
    await trash.purge(unit, {})
    await unit.finish(commit=True)
