"""Upkeep: a large workspace gets a vector index, and what is half-built or left over goes."""

import struct
from random import Random

import asyncpg
import pytest

from app.doctor import database as doctor
from app.maintaining.doing import maintain
from app.maintaining.needs import needs
from app.schema import role_dsn
from kernel import rls
from kernel.database import Database
from kernel.transaction import UnitOfWork
from search.dense.client import as_text
from search.dense.query import by_meaning
from search.evaluation.scratch import scratch_workspace
from search.model import DIMS

MODEL = "a-model"
TEXTS = 1_500
EMBED = """
INSERT INTO embedding (tenant_id, model_id, chunk_id, vector, text_hash)
SELECT k.tenant_id, $2, k.id, v.vector::vector, k.text_hash
FROM (SELECT c.*, row_number() OVER (ORDER BY c.n) AS place FROM chunk c WHERE c.tenant_id = $1) k
JOIN unnest($3::text[]) WITH ORDINALITY AS v (vector, place) USING (place)
"""
PLAN = """
EXPLAIN SELECT e.chunk_id FROM embedding e
WHERE e.tenant_id = $1 AND e.model_id = $2 AND e.vector IS NOT NULL
ORDER BY e.vector <#> $3::text::vector LIMIT 120
"""


def chance(seed):
    return Random(seed)  # noqa: S311 -- the same vectors in every run


SUBJECTS = chance(1)
TWENTY = [[SUBJECTS.gauss(0, 1) for _ in range(DIMS)] for _ in range(20)]


def somewhere(dice):
    """Near one of twenty subjects, as notes of one firm are."""
    numbers = [number + 0.6 * dice.gauss(0, 1) for number in dice.choice(TWENTY)]
    length = sum(number * number for number in numbers) ** 0.5
    return as_text(struct.pack(f"<{DIMS}f", *(number / length for number in numbers)))


@pytest.fixture
async def large(other):
    """A deployment whose one workspace has more texts than are wise to scan."""
    database = Database(role_dsn(other.admin_dsn, rls.APP, other.settings), size=2)
    await database.open()
    dice = chance(7)
    admin = await asyncpg.connect(other.admin_dsn)
    async with scratch_workspace(database) as notes:
        await notes.load([(f"n{n}", "", f"note {n}") for n in range(TEXTS)])
        vectors = [somewhere(dice) for _ in range(TEXTS)]
        await admin.execute(EMBED, notes.tenant_id, MODEL, vectors)
        yield notes
    await admin.close()
    await database.close()


async def kept(other, **sizes):
    """Run it; the vector indexes that there are then."""
    done = await maintain(other.settings, other.restore_dsn, lambda _: None, **sizes)
    admin = await asyncpg.connect(other.admin_dsn)
    names = await admin.fetch(
        "SELECT indexname FROM pg_indexes WHERE starts_with(indexname, 'ann_')"
    )
    await admin.close()
    return done, [row["indexname"] for row in names]


async def test_a_large_workspace_is_searched_by_an_index_that_finds_the_same(large, other):
    _, [name] = await kept(other, large=1_000, small=800)
    assert large.tenant_id.hex in name
    uow = await UnitOfWork(large.database).begin(large.tenant_id)
    dice, found = chance(99), 0
    for _ in range(20):
        asked = somewhere(dice)
        plan = [row[0] for row in await uow.fetch(PLAN, large.tenant_id, MODEL, asked)]
        assert any(f"Index Scan using {name}" in line for line in plan)
        exact, near = [
            await by_meaning(uow, large.tenant_id, MODEL, asked, depth=10, large=by_index)
            for by_index in (False, True)
        ]
        assert len(near) == 10
        found += len({hit.chunk_id for hit in exact} & {hit.chunk_id for hit in near})
    await uow.finish(commit=False)
    print(f"recall of the first ten: {found / 200:.3f}")
    assert found >= 0.9 * 200


async def test_the_walls_stand_with_it_and_it_goes_when_the_workspace_has_shrunk(large, other):
    await kept(other, large=1_000, small=800)
    reader = await asyncpg.connect(other.restore_dsn)
    findings = {f.name: f async for f in doctor.look(reader, other.settings)}
    await reader.close()
    assert findings["walls"].state == "good"
    # By the doctor's own measure this workspace is small.
    assert "indexes to drop" in findings["upkeep"].says
    assert MODEL in findings["change of model"].says
    assert (await kept(other, large=2_000, small=1_200))[1] != []
    assert (await kept(other, large=3_000, small=2_000))[1] == []


async def test_an_index_that_was_cut_off_is_built_again(other):
    admin = await asyncpg.connect(other.admin_dsn)
    await admin.execute(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_chunk_owner'::regclass"
    )
    reader = await asyncpg.connect(other.restore_dsn)
    assert (await needs(reader)).rebuild == ("ix_chunk_owner",)
    await kept(other)
    assert not (await needs(reader)).rebuild
    await reader.close()
    await admin.close()
