"""Another model takes over: it reads everything anew, and nobody is left without meaning."""

import msgspec
import pytest
from fake_model import MODEL, FakeModel

from kernel.settings import Settings
from search.changing import change
from search.dense.installed import installed
from search.evaluation.scratch import Scratch
from search.legs import Legs, both_legs
from search.pending import pending
from search.scope import anything
from search.tasks import follow_up

pytestmark = pytest.mark.anyio

BEFORE = "the-model-before"


@pytest.fixture
async def changed(notes: Scratch, model: FakeModel, settings: Settings) -> Scratch:
    """Forty notes that the model before has read; today the operator has set another."""
    installed.use(msgspec.structs.replace(settings, embedding_model=BEFORE))
    await notes.load(
        [("zh", "", "客户要 crane"), *((f"n{n}", "", f"a crane {n}") for n in range(39))]
    )
    await follow_up(notes.work, {})
    await follow_up(notes.work, {})
    installed.use(settings)
    model.read.clear()
    return notes


async def step(notes: Scratch) -> None:
    """One job of the sweep."""
    await follow_up(notes.work, {"sweep": True})


async def finished(notes: Scratch) -> bool:
    async with notes.work() as uow:
        waiting = await pending(uow, notes.tenant_id)
        return not waiting and not await change(uow, notes.tenant_id, MODEL)


async def vectors(notes: Scratch) -> dict[str, int]:
    async with notes.work(commit=False) as uow:
        rows = await uow.fetch(
            "SELECT e.model_id, count(*) AS n FROM embedding e WHERE e.tenant_id = $1 GROUP BY 1",
            notes.tenant_id,
        )
    return {row["model_id"]: row["n"] for row in rows}


async def asked(notes: Scratch, q: str) -> Legs:
    async with notes.work(commit=False) as uow:
        return await both_legs(uow, notes.tenant_id, q, anything)


async def test_both_models_are_asked_until_the_new_one_has_read_everything(
    changed: Scratch, model: FakeModel
) -> None:
    await step(changed)
    await step(changed)
    assert await vectors(changed) == {BEFORE: 40, MODEL: 32}
    legs = await asked(changed, "lifting gear")
    assert legs.by_meaning
    assert [len(leg) for leg in legs.as_before] == [39]
    assert len(legs.fused) == 39


async def test_when_it_has_read_everything_the_old_vectors_go_and_the_jobs_end(
    changed: Scratch, model: FakeModel
) -> None:
    for _ in range(5):
        await step(changed)
    assert await finished(changed)
    assert await vectors(changed) == {MODEL: 40}
    assert len(model.read) == 40
    assert "客户要 crane" in model.read
    assert (await asked(changed, "lifting gear")).as_before == ()


async def test_a_model_that_is_gone_from_the_machine_is_left_out(
    changed: Scratch, model: FakeModel
) -> None:
    model.gone = {BEFORE}
    legs = await asked(changed, "lifting gear")
    assert (legs.by_meaning, legs.as_before) == ([], ())


async def test_what_the_new_model_cannot_place_does_not_hold_the_change_up(
    changed: Scratch, model: FakeModel
) -> None:
    model.broken = True
    for _ in range(9):
        await step(changed)
    assert await finished(changed)
    assert await vectors(changed) == {}
