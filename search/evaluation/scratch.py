"""A workspace made for a measurement and emptied after it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from kernel.batch import WriteBatch
from kernel.database import Database
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork
from search.dense.client import Absent
from search.dense.encoder import Meaning
from search.dense.installed import installed
from search.evaluation.sets import Entry
from search.indexing import Text, index_parts
from search.pending import keep, pending
from search.statistics import fold

AT_ONCE = 50
_TABLES = tuple(
    "embedding search_term term_delta term_stats term_sound search_totals chunk link record".split()
)
_WORKSPACE = "INSERT INTO workspace (id, slug, name, created_at) VALUES ($1, $2, 'Scratch', now())"
_RECORDS = """
INSERT INTO record (tenant_id, id, type, title)
SELECT :tenant_id::uuid, r.id, r.type, r.title
FROM unnest(:ids::uuid[], :types::text[], :titles::text[]) AS r (id, type, title)
RETURNING id
"""
_LINKS = """
INSERT INTO link (tenant_id, from_id, kind, to_id)
SELECT $1, l.from_id, 'links', l.to_id FROM unnest($2::uuid[], $3::uuid[]) AS l (from_id, to_id)
ON CONFLICT DO NOTHING
"""


class Scratch:
    """Texts in a workspace of their own, in a real database, behind row-level security."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.tenant_id = uuid7()
        self.texts: dict[UUID, str] = {}

    @asynccontextmanager
    async def work(self, *, commit: bool = True) -> AsyncIterator[UnitOfWork]:
        uow = await UnitOfWork(self.database).begin(self.tenant_id)
        try:
            yield uow
        except BaseException:
            await uow.finish(commit=False)
            raise
        await uow.finish(commit=commit)

    async def load(self, texts: list[tuple[str, str, str]]) -> None:
        """Write (name, title, text) as records, index and statistics as a user's would be."""
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            records = [
                Text(record_id=uuid7(), record_type="activity", title=title, text=text)
                for _, title, text in some
            ]
            names = [name for name, _, _ in some]
            self.texts |= dict(zip([r.record_id for r in records], names, strict=True))
            await self.write(*records)
        await self.fold()

    async def load_set(self, entries: list[Entry]) -> None:
        """The texts of a set, as records of their types and linked as they say."""
        ids = {entry.id: uuid7() for entry in entries}
        self.texts |= {record_id: name for name, record_id in ids.items()}
        records = [
            Text(record_id=ids[e.id], record_type=e.type, title=e.title, text=e.text)
            for e in entries
        ]
        for start in range(0, len(records), AT_ONCE):
            await self.write(*records[start : start + AT_ONCE])
        links = [(ids[e.id], ids[other]) for e in entries for other in e.links]
        async with self.work() as uow:
            await uow.execute(
                _LINKS, self.tenant_id, [own for own, _ in links], [other for _, other in links]
            )
        await self.fold()

    async def write(self, *records: Text) -> None:
        batch = WriteBatch()
        ids = [record.record_id for record in records]
        types = [record.record_type for record in records]
        titles = [record.title for record in records]
        batch.add(_RECORDS, tenant_id=self.tenant_id, ids=ids, types=types, titles=titles)
        index_parts(batch, self.tenant_id, *records, follow_up=False)
        async with self.work() as uow:
            await batch.run(uow)

    async def fold(self) -> None:
        async with self.work() as uow:
            while await fold(uow, self.tenant_id):
                pass

    async def embed(self, known: Callable[[str], Meaning | None]) -> bool:
        """Give every text its vector, by the model unless it is `known`; False without a model."""
        while True:
            async with self.work() as uow:
                texts = await pending(uow, self.tenant_id, limit=256)
                if not texts:
                    return True
                meanings = [known(text.said) for text in texts]
                new = [t.said for t, m in zip(texts, meanings, strict=True) if m is None]
                try:
                    answer = await installed.embedding.passages(new)
                except Absent:
                    return False
                fresh = iter(answer.meanings)
                await keep(
                    uow, self.tenant_id, answer.model, texts, [m or next(fresh) for m in meanings]
                )

    async def place(self, model_id: str, make: Callable[[], Meaning]) -> None:
        """Give every text a vector that is made up: only time is measured."""
        while True:
            async with self.work() as uow:
                texts = await pending(uow, self.tenant_id, limit=256)
                if not texts:
                    return
                await keep(uow, self.tenant_id, model_id, texts, [make() for _ in texts])

    async def clear(self) -> None:
        async with self.work() as uow:
            for table in _TABLES:
                await uow.execute(f"DELETE FROM {table} t WHERE t.tenant_id = $1", self.tenant_id)
            await uow.execute(
                "UPDATE workspace SET status = 'deleted' WHERE id = $1", self.tenant_id
            )


async def open_scratch(database: Database) -> Scratch:
    """One that stays: in a database that is thrown away nothing need be taken away."""
    scratch = Scratch(database)
    uow = await UnitOfWork(database).begin_outside()
    await uow.execute(_WORKSPACE, scratch.tenant_id, f"scratch-{scratch.tenant_id.hex}")
    await uow.finish(commit=True)
    return scratch


@asynccontextmanager
async def scratch_workspace(database: Database) -> AsyncIterator[Scratch]:
    scratch = await open_scratch(database)
    try:
        yield scratch
    finally:
        await scratch.clear()
