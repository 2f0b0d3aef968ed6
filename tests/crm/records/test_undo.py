"""Changes to many records are taken back as one, and nobody's later work with them."""

from datetime import timedelta
from uuid import UUID

import pytest
from surfer import Surfer
from world import Workspace

from crm.records.undo import service
from crm.records.undo.tasks import forget
from kernel import clock
from kernel.database import Database
from kernel.transaction import UnitOfWork


async def bulk(member, act: str, *made, **fields) -> dict:
    """Do it to them on the page; the batch that it was."""
    ids = [("ids", one["id"]) for one in made]
    answer = await Surfer(member).send("companies/bulk", ids, act=act, **fields)
    assert answer.status_code == 303, answer.text
    return (await member.get("batches"))["items"][0]


async def names(member) -> list[str]:
    return sorted(c["name"] for c in (await member.get("companies"))["items"])


async def test_a_bulk_deletion_comes_back_as_it_was(acme: Workspace) -> None:
    made = [await acme.create("companies", name=f"C{i}", city="Ulm") for i in range(3)]
    batch = await bulk(acme.owner, "delete", *made)
    assert (await names(acme), batch["counts"]) == ([], {"deleted": 3})
    undone = await acme.post(f"batches/{batch['id']}/undoing")
    assert undone["undo"] == {"restored": 3}
    assert await names(acme) == ["C0", "C1", "C2"]


async def test_owner_and_tags_go_back_and_a_record_edited_since_is_left_and_named(
    acme: Workspace,
) -> None:
    rita = await acme.member("rep", "Rita")
    mine = await rita.create("companies", name="Rita's")
    made = [await acme.create("companies", name=f"C{i}") for i in range(2)]
    batch = await bulk(acme.owner, "assign", *made, owner_id=mine["owner_id"])
    tagging = await bulk(acme.owner, "tag", *made, tag="hot")
    await acme.edit(f"companies/{made[0]['id']}", city="Ulm")
    undone = await acme.post(f"batches/{batch['id']}/undoing")
    assert [left["title"] for left in undone["left_alone"]] == ["C0"]
    first, second = [await acme.get(f"companies/{one['id']}") for one in made]
    assert (first["city"], first["owner_id"]) == ("Ulm", mine["owner_id"])
    assert second["owner_id"] == made[1]["owner_id"]
    assert first["tags"]
    await acme.post(f"batches/{tagging['id']}/undoing")
    assert [c["tags"] for c in (await acme.get("companies"))["items"]] == [[], [], []]


async def test_a_batch_is_undone_once_in_its_week_and_by_its_maker_or_an_administrator(
    acme: Workspace, globex: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rita, bert = await acme.member("rep", "Rita"), await acme.member("rep", "Bert")
    made = [await rita.create("companies", name=f"C{i}") for i in range(2)]
    first, second = [await bulk(rita, "delete", one) for one in made]
    for stranger in (bert, globex.owner):
        assert await stranger.status("POST", f"batches/{first['id']}/undoing") == 404
        assert (await stranger.get("batches"))["items"] == []
    assert len((await acme.get("batches"))["items"]) == 2
    await acme.post(f"batches/{first['id']}/undoing")
    assert await rita.status("POST", f"batches/{first['id']}/undoing") == 409
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await rita.status("POST", f"batches/{second['id']}/undoing") == 409


async def test_a_large_batch_is_undone_by_the_worker(
    acme: Workspace, work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 2)
    made = [await acme.create("companies", name=f"C{i}") for i in range(5)]
    batch = await bulk(acme.owner, "delete", *made)
    begun = await acme.post(f"batches/{batch['id']}/undoing")
    assert begun["undo"] == {"restored": 2, "pending": 3}
    await work()
    done = await acme.get(f"batches/{batch['id']}")
    assert done["undo"] == {"restored": 5}
    assert len(await names(acme)) == 5


async def test_a_change_is_undone_on_its_page(acme: Workspace) -> None:
    made = [await acme.create("companies", name=f"C{i}") for i in range(2)]
    await bulk(acme.owner, "tag", *made, tag="hot")
    batch = await bulk(acme.owner, "delete", *made)
    browser = Surfer(acme.owner)
    assert "Bulk edit" in (await browser.open("settings/changes")).text
    page = await browser.follow(f"settings/changes/{batch['id']}/undoing")
    assert "C0" in page.text
    assert "Undone" in (await browser.open(f"settings/changes/{batch['id']}")).text


async def test_after_a_week_the_images_are_forgotten(
    acme: Workspace, database: Database, uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bulk(acme.owner, "delete", await acme.create("companies", name="C"))
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    unit = await UnitOfWork(database).begin(UUID(acme.workspace_id))
    await forget(unit, {})
    await unit.finish(commit=True)
    await uow.begin(UUID(acme.workspace_id))
    assert (
        await uow.fetchval(
            "SELECT count(*) FROM before_image b WHERE b.tenant_id = $1", uow.tenant_id
        )
        == 0
    )


async def test_a_field_that_was_changed_in_bulk_goes_back_as_one(acme: Workspace) -> None:
    made = [await acme.create("companies", name=f"C{i}", level="C") for i in range(2)]
    form = [("field", "level"), ("level", "A"), *(("ids", one["id"]) for one in made)]
    await Surfer(acme.owner).follow("companies/bulk/fields", form)
    [batch] = (await acme.get("batches"))["items"]
    await acme.post(f"batches/{batch['id']}/undoing")
    assert {c["level"] for c in (await acme.get("companies"))["items"]} == {"C"}
