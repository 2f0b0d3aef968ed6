"""Texts of a type are indexed anew: when roles change what all may read, or we what we index."""

from typing import Any
from uuid import UUID

from crm.records.narrowing import unindexed
from crm.records.types import RecordType, record_types
from kernel import jobs
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork
from search.indexing import FOLLOW_UP, Text, reindex_parts
from search.text.naming import BEARERS
from tenants.roles.service import UNINDEXED

AT_ONCE = 100
NAMES = "search.names"

_WORKSPACES = "SELECT w.id FROM workspace w WHERE w.status = 'active'"
_SKIPPED = "SELECT w.unindexed FROM workspace w WHERE w.id = $1"


@jobs.job(UNINDEXED)
async def reindex(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """A hundred records, and a job for the next; again is harmless."""
    tenant_id = uow.tenant_id
    if tenant_id is None:
        raise RuntimeError("the index belongs to a workspace")
    kind = next((k for k in record_types() if k.name == payload["type"]), None)
    if kind is None:
        return
    skipped = (await uow.fetchval(_SKIPPED, tenant_id)).get(kind.name)
    after = payload.get("after")
    rows = await uow.fetch(_rows(kind), tenant_id, UUID(after) if after else None, AT_ONCE)
    for row in rows:
        batch = WriteBatch()
        batch.add("SELECT TRUE AS read")
        reindex_parts(batch, tenant_id, _text(kind, row, skipped), follow_up=False)
        await batch.run(uow)
    if rows:
        await jobs.enqueue(uow, FOLLOW_UP, {})
    if len(rows) == AT_ONCE:
        await jobs.enqueue(uow, UNINDEXED, {"type": kind.name, "after": str(rows[-1]["id"])})


@jobs.job(NAMES, tenant=False)
async def index_names(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """Once, after the upgrade that brought postings of names."""
    batch = WriteBatch()
    for row in await uow.fetch(_WORKSPACES):
        for type in BEARERS:
            jobs.enqueue_part(batch, UNINDEXED, {"type": type}, tenant_id=row["id"])
    await batch.run(uow)


def _rows(kind: RecordType) -> str:
    columns = ", ".join(f"a.{column}" for column in kind.columns)
    return (
        f"SELECT {columns} FROM {kind.table} a WHERE a.tenant_id = $1 AND a.deleted_at IS NULL "
        f"AND ($2::uuid IS NULL OR a.id > $2) ORDER BY a.tenant_id, a.id LIMIT $3 FOR UPDATE OF a"
    )


def _text(kind: RecordType, row: Any, skipped: Any) -> Text:
    return Text(
        record_id=row["id"],
        record_type=kind.name,
        title=kind.title(row),
        text=kind.text(unindexed(row, skipped)),
        owner_id=row["owner_id"],
        team_id=row["team_id"],
    )
