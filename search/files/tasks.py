"""A file is read after it was put away, and what stands in it is found by who sees its record."""

from typing import Any
from uuid import UUID

from crm.records.beside.files import on_file
from crm.records.beside.store import Store, settings
from crm.records.ports import on_relinked
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.jobs import Work
from kernel.transaction import UnitOfWork
from search.files.places import first_part
from search.files.reading import kind_of, read_text
from search.indexing import FILES_OF, LEAST_SMALL, READ_FILE, Text, reindex_parts

_FILE = """
SELECT f.name, f.record_id, r.type, r.owner_id, r.team_id,
    f.deleted_at IS NULL AND r.deleted_at IS NULL AS live
FROM attachment f JOIN record r ON r.tenant_id = $1 AND r.id = f.record_id
WHERE f.tenant_id = $1 AND f.id = $2
"""
# Held, so that it is not binned, moved or given to somebody else before its text is there.
# The record too: no two of its files take one place.
_HELD = f"{_FILE} FOR UPDATE OF f FOR NO KEY UPDATE OF r"
_FILES = """
SELECT f.id FROM attachment f
WHERE f.tenant_id = $1 AND f.record_id = ANY($2::uuid[]) AND f.deleted_at IS NULL
"""


@jobs.job(READ_FILE, parts=True)
async def read_file(work: Work, payload: dict[str, Any]) -> None:
    """Again is harmless. The file is read between two units of work."""
    file_id = UUID(payload["file_id"])
    async with work() as uow:
        tenant_id = _workspace_of(uow)
        row = await uow.fetchrow(_FILE, tenant_id, file_id)
    kind = kind_of(row["name"]) if row is not None and row["live"] else ""
    path = Store(settings()).path(tenant_id, file_id)
    text = await read_text(path, kind) if kind else ""
    async with work() as uow:
        row = await uow.fetchrow(_HELD, tenant_id, file_id)
        if row is not None:
            await _keep(uow, tenant_id, file_id, row, text if row["live"] else "")


@jobs.job(FILES_OF)
async def files_of(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The files of records that came back, or came together."""
    ids = [UUID(one) for one in payload["record_ids"]]
    for row in await uow.fetch(_FILES, _workspace_of(uow), ids):
        await jobs.enqueue(uow, READ_FILE, {"file_id": str(row["id"])})


async def _keep(uow: UnitOfWork, tenant_id: UUID, file_id: UUID, row: Any, text: str) -> None:
    first = await first_part(uow, tenant_id, row["record_id"], file_id)
    if first is None:
        return
    batch = WriteBatch()
    batch.add("SELECT TRUE AS read")
    said = Text(
        record_id=row["record_id"],
        record_type=row["type"],
        title=row["name"] if row["live"] else "",
        text=text,
        owner_id=row["owner_id"],
        team_id=row["team_id"],
        attachment_id=file_id,
        first=first,
    )
    reindex_parts(batch, tenant_id, said)
    await batch.run(uow)


async def _hear(uow: UnitOfWork, record_id: UUID, file_id: UUID, *, gone: bool) -> None:
    """What is binned is not found any more at once; what is new, when it was read."""
    if not gone:
        await jobs.enqueue(uow, READ_FILE, {"file_id": str(file_id)})
        return
    batch = WriteBatch()
    batch.add("SELECT TRUE AS read")
    none = Text(record_id=record_id, record_type="", attachment_id=file_id, first=LEAST_SMALL)
    reindex_parts(batch, _workspace_of(uow), none)
    await batch.run(uow)


async def _relinked(uow: UnitOfWork, _tenant_id: UUID, ids: list[UUID]) -> None:
    await jobs.enqueue(uow, FILES_OF, {"record_ids": [str(one) for one in ids]})


def _workspace_of(uow: UnitOfWork) -> UUID:
    if uow.tenant_id is None:
        raise RuntimeError("files are read inside a workspace")
    return uow.tenant_id


on_file(_hear)
on_relinked(_relinked)
