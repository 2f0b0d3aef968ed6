"""Meaning joins the words where it can, and is never waited for where it cannot."""

import asyncio
import time
from typing import Any
from uuid import UUID

import pytest
from fake_model import MODEL, FakeModel, vector
from surfer import Surfer
from world import Workspace

from kernel.ids import uuid7
from kernel.settings import Settings
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from search.dense.client import Absent, Embedding, as_text
from search.dense.encoder import Meaning
from search.dense.query import by_meaning
from search.dense.wire import socket_in
from search.evaluation.scratch import Scratch
from search.hybrid import K, fuse
from search.indexing import Text
from search.legs import both_legs
from search.lexical.query import Hit
from search.pending import keep, pending
from search.scope import anything
from search.tasks import follow_up

pytestmark = pytest.mark.anyio


async def embed(notes: Scratch) -> None:
    await follow_up(notes.work, {})


async def names(notes: Scratch, q: str) -> list[str]:
    async with notes.work(commit=False) as uow:
        legs = await both_legs(uow, notes.tenant_id, q, anything)
    return [notes.texts[entry.record_id] for entry in legs.fused]


async def test_other_words_for_the_same_thing_find_it(notes: Scratch, model: FakeModel) -> None:
    await notes.load([("crane", "", "they need a crane"), ("lunch", "", "had lunch")])
    await embed(notes)
    assert await names(notes, "lifting gear") == ["crane"]


async def test_a_model_that_reads_none_of_our_languages_is_left_out(
    acme: Workspace, work: Any, model: FakeModel
) -> None:
    page = Surfer(acme.owner)
    await page.open("settings/search")
    shown = await page.follow("settings/search", languages="zh_CN")
    assert "reads none of the languages" in shown.text
    await acme.create("companies", name="A crane")
    await work()
    assert model.read == []
    assert (await acme.get("search", q="lifting gear"))["mode"] == "lexical"
    habits = {"languages": ["zh_CN", "en"]}
    assert await acme.status("PUT", "knowledge-habits", json=habits) == 200
    await acme.create("companies", name="Another crane")
    await work()
    found = await acme.get("search", q="lifting gear")
    assert (found["mode"], len(found["results"])) == ("hybrid", 2)


async def test_the_same_text_is_understood_once(notes: Scratch, model: FakeModel) -> None:
    await notes.load([("a", "Acme", "a crane")])
    await embed(notes)
    await embed(notes)
    assert model.read == ["Acme\na crane"]


async def kept(uow: UnitOfWork) -> list[Any]:
    """The vectors of the workspace, and which model made them."""
    return await uow.fetch(
        "SELECT model_id, vector IS NOT NULL AS placed FROM embedding WHERE tenant_id = $1",
        uow.tenant_id,
    )


async def test_a_vector_of_an_older_text_is_not_kept(notes: Scratch, model: FakeModel) -> None:
    await notes.load([("a", "", "a crane")])
    async with notes.work() as uow:
        texts = await pending(uow, notes.tenant_id)
        await uow.execute("UPDATE chunk SET text_hash = 'x' WHERE tenant_id = $1", notes.tenant_id)
        await keep(uow, notes.tenant_id, MODEL, texts, [Meaning(vector(1), 0.0)])
        assert await kept(uow) == []
        assert await pending(uow, notes.tenant_id)


async def test_a_text_the_model_cannot_place_is_tried_three_times(
    notes: Scratch, model: FakeModel
) -> None:
    model.broken = True
    await notes.load([("a", "", "a crane")])
    for _ in range(5):
        await embed(notes)
    assert len(model.read) == 3
    assert await names(notes, "crane") == ["a"]


async def test_a_script_unknown_to_the_model_is_left_to_the_words(
    notes: Scratch, model: FakeModel
) -> None:
    await notes.load([("zh", "", "客户要 crane"), ("lunch", "", "had lunch")])
    await embed(notes)
    async with notes.work(commit=False) as uow:
        assert len([row for row in await kept(uow) if row["placed"]]) == 1
        assert (await both_legs(uow, notes.tenant_id, "客户", anything)).by_meaning is None
        assert not await pending(uow, notes.tenant_id)


async def test_no_transaction_waits_for_the_model_and_no_old_meaning_is_kept(
    notes: Scratch, model: FakeModel
) -> None:
    await notes.load([("a", "", "a crane")])
    held: list[int] = []

    async def rewrite() -> None:
        held.append(notes.database.checked_out())
        async with notes.work() as uow:
            await uow.execute(
                "UPDATE chunk SET text_hash = '\\x00' WHERE tenant_id = $1", notes.tenant_id
            )

    model.meanwhile = rewrite
    await embed(notes)
    assert held == [0]
    async with notes.work(commit=False) as uow:
        assert await kept(uow) == []
        assert len(await pending(uow, notes.tenant_id)) == 1


@pytest.mark.parametrize("fault", ["absent", "hanging"])
async def test_the_words_answer_when_the_model_does_not(
    notes: Scratch, settings: Settings, model: FakeModel, fault: str
) -> None:
    await notes.load([("a", "", "a crane")])
    if fault == "absent":
        socket_in(settings.data_dir).unlink()
    model.late = 30
    begun = time.monotonic()
    assert await names(notes, "crane") == ["a"]
    assert time.monotonic() - begun < 1


async def test_another_firms_vector_finds_none_of_its_notes(
    notes: Scratch, their_notes: Scratch, model: FakeModel
) -> None:
    await their_notes.load([(f"theirs {n}", "", f"crane {n}") for n in range(30)])
    await notes.load([(f"ours {n}", "", f"lifting {n}") for n in range(12)])
    await embed(their_notes)
    await embed(notes)
    async with notes.work(commit=False) as uow:
        exact = as_text(vector(1, 0.1))
        hits = await by_meaning(uow, notes.tenant_id, MODEL, exact, depth=10)
        assert len(hits) == 10
        assert {hit.record_id for hit in hits} <= set(notes.texts)
        assert await by_meaning(uow, their_notes.tenant_id, MODEL, exact, depth=10) == []


async def test_a_member_with_few_rows_still_gets_the_nearest(
    notes: Scratch, model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.dense.query.POOL", 20)
    me = uuid7()
    mine = [
        Text(record_id=uuid7(), record_type="activity", text=f"far {n}", owner_id=me)
        for n in range(3)
    ]
    await notes.load([(f"crane {n}", "", f"crane {n}") for n in range(60)])
    await notes.write(*mine)
    for _ in range(3):
        await embed(notes)

    def owned(args: Args, alias: str) -> str:
        return f"{alias}.owner_id = {args(me)}"

    async with notes.work(commit=False) as uow:
        exact = as_text(vector(1, 0.1))
        hits = await by_meaning(uow, notes.tenant_id, MODEL, exact, where=owned, depth=10)
    assert {hit.record_id for hit in hits} == {note.record_id for note in mine}


async def test_an_embedder_that_talks_nonsense_is_absent(settings: Settings) -> None:
    async def nonsense(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\xff" * 64)
        writer.close()

    path = socket_in(settings.data_dir)
    async with await asyncio.start_unix_server(nonsense, str(path)):
        with pytest.raises(Absent):
            await Embedding(settings.data_dir).query("crane")
    path.unlink(missing_ok=True)


def test_ranks_are_fused_and_never_scores() -> None:
    first, second, third = uuid7(), uuid7(), uuid7()

    def ranking(*records: UUID) -> list[Hit]:
        return [Hit(uuid7(), record, "activity", 1e6) for record in records]

    fused = fuse(ranking(first, second), ranking(second, third))
    assert [entry.record_id for entry in fused] == [second, first, third]
    assert fused[0].score == pytest.approx(1 / (K + 2) + 1 / (K + 1))
