"""An import at work: chunk by chunk, each in one transaction with how far it is."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from crm.records.beside.store import Store, settings
from crm.records.importing.chunk import Chunk
from crm.records.importing.drafting import ERROR, SKIPPED, Draft, Drafter
from crm.records.importing.mapping import Mapping, readings
from crm.records.importing.reading import FORMAT, read, rows_from, source_of, staged_of
from crm.records.importing.values import Reading
from crm.records.many import add_rows
from crm.records.service import service_of
from crm.records.types import RecordType
from crm.records.undo.recording import end
from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.i18n import use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

CHUNK = 1000
# So many lines with nothing wrong are shown as they will be, or are.
SHOWN = 20
STEP = "import.step"

_HELD = """
SELECT i.id, i.member_id, i.record_type, i.state, i.format, i.columns, i.hints, i.mapping,
    i.total, i.done, i.place, i.counts, i.batch_id
FROM import i WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = ANY('{checking,running}')
FOR UPDATE
"""
_ADVANCED = """
UPDATE import i SET done = $3, place = $4, counts = $5, state = $6, ended_at = $7
WHERE i.tenant_id = $1 AND i.id = $2
"""
_STOPPED = """
UPDATE import i SET state = 'cancelled', ended_at = $3 WHERE i.tenant_id = $1 AND i.id = $2
"""


@jobs.job(STEP)
async def step(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next chunk, and then the one after it, unless whoever asks goes on by themselves."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    row = await uow.fetchrow(_HELD, tenant, UUID(payload["import_id"]))
    if row is None:
        return
    acting = await member(uow, tenant, row["member_id"], via="import")
    if acting is None:
        await uow.execute(_STOPPED, tenant, row["id"], clock.now())
        return
    acting = msgspec.structs.replace(acting, batch_id=row["batch_id"])
    with use(acting.language, acting.time_zone):
        over = await advance(uow, acting, row)
    if not over and not payload.get("alone"):
        first = acting.entitled.priority
        await jobs.enqueue(uow, STEP, {"import_id": str(row["id"])}, priority=first)


async def advance(uow: UnitOfWork, acting: Principal, row: Any) -> bool:
    """Work on a chunk of an import that is held; whether it was the last."""
    dry = row["state"] == "checking"
    records = service_of(row["record_type"], uow, acting)
    kind = records.seen
    mapping = settled(kind, msgspec.convert(row["mapping"], Mapping), row["hints"])
    staged = await _staged(acting.tenant_id, row)
    rows, place = rows_from(staged, row["place"], CHUNK)
    reading = Reading(mapping, ZoneInfo(acting.time_zone), acting.currency)
    chunk = Chunk(records, Drafter(kind, records.kind, reading))
    drafts = await chunk.work(rows, dry=dry)
    counts = Counter(row["counts"])
    await _keep_lines(uow, acting, row, drafts, counts)
    counts.update(draft.outcome for draft in drafts)
    done = row["done"] + len(rows)
    over = len(rows) < CHUNK
    state = row["state"] if not over else ("checked" if dry else "done")
    ended = clock.now() if over and not dry else None
    said = (done, place, dict(counts), state, ended)
    await uow.execute(_ADVANCED, acting.tenant_id, row["id"], *said)
    if over and not dry:
        await end(uow, acting)
    return over


async def _staged(tenant_id: UUID, row: Any) -> Path:
    """The rows of the file; a deployment that was restored has to read it again."""
    store = Store(settings())
    staged = staged_of(store, tenant_id, row["id"])
    if not staged.is_file():
        wanted = {name: row["format"].get(name, "") for name in FORMAT}
        await read(source_of(store, tenant_id, row["id"]), staged, wanted)
    return staged


def settled(kind: RecordType, mapping: Mapping, hints: list[dict[str, Any]]) -> Mapping:
    """The choices, with the readings that the file itself leaves no doubt about."""
    dates = readings(kind, mapping, hints, "dates")
    decimals = readings(kind, mapping, hints, "decimals")
    return msgspec.structs.replace(
        mapping,
        dates=mapping.dates or (next(iter(dates)) if len(dates) == 1 else ""),
        decimals=mapping.decimals or (next(iter(decimals)) if len(decimals) == 1 else ""),
    )


async def _keep_lines(
    uow: UnitOfWork, acting: Principal, row: Any, drafts: list[Draft], counts: Counter[str]
) -> None:
    names = dict(zip(row["mapping"]["columns"], row["columns"], strict=False))
    seen = Counter(counts)
    kept = []
    for draft in drafts:
        seen[draft.outcome] += 1
        if draft.outcome in {ERROR, SKIPPED} or draft.reason or seen[draft.outcome] <= SHOWN:
            kept.append(
                {
                    "import_id": row["id"],
                    "line": draft.line,
                    "outcome": draft.outcome,
                    "column_name": names.get(draft.target, ""),
                    "reason": draft.reason,
                    "cells": [cell.replace("\x00", "") for cell in draft.cells],
                }
            )
    batch = WriteBatch()
    add_rows(batch, acting, "import_line", kept)
    await batch.run(uow)
