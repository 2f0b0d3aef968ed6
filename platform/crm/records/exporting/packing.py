"""An archive is made table by table, each in a transaction of its own, and closed at the end."""

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from crm.records.beside.store import Store, settings
from crm.records.beside.trash import KNOWN
from crm.records.exporting.contents import FORMAT, exported_tables, rows_of
from kernel import clock, jobs
from kernel.i18n import _, use
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

STEP = "export.step"

_HELD = """
SELECT e.id, e.member_id, e.done, e.rows FROM export e
WHERE e.tenant_id = $1 AND e.id = $2 AND e.state = 'making' FOR UPDATE
"""
_ADVANCED = "UPDATE export e SET done = $3, rows = $4 WHERE e.tenant_id = $1 AND e.id = $2"
_READY = """
UPDATE export e SET state = 'ready', ready_at = $3, files = $4, size = $5
WHERE e.tenant_id = $1 AND e.id = $2
"""
_FILES = """
SELECT f.id FROM attachment f WHERE f.tenant_id = $1 ORDER BY f.tenant_id, f.id
"""
KNOWN.append(
    "SELECT e.id FROM export e WHERE e.tenant_id = $1 AND e.id = ANY($2) AND e.expires_at > now()"
)


@jobs.job(STEP)
async def step(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next table; after the last one the archive itself."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    row = await uow.fetchrow(_HELD, tenant, UUID(payload["export_id"]))
    if row is None:
        return
    base = archive_of(Store(settings()), tenant, row["id"])
    tables = exported_tables()
    if row["done"] < len(tables):
        name = tables[row["done"]]
        rows = await _write(uow, tenant, name, _part(base, name))
        await uow.execute(_ADVANCED, tenant, row["id"], row["done"] + 1, row["rows"] + rows)
        await jobs.enqueue(uow, STEP, payload)
        return
    acting = await member(uow, tenant, row["member_id"], via="system")
    with use(acting.language if acting else "en"):
        about = read_me()
    found = [r["id"] for r in await uow.fetch(_FILES, tenant)]
    files, size = await asyncio.to_thread(_close, base, tenant, found, about)
    await uow.execute(_READY, tenant, row["id"], clock.now(), files, size)


def archive_of(store: Store, tenant_id: UUID, export_id: UUID) -> Path:
    """Where the archive lies."""
    return store.path(tenant_id, export_id)


def read_me() -> str:
    """What is in the archive, for whoever opens it."""
    return "\n\n".join(
        (
            _("All that a workspace of Guanxi holds."),
            _(
                "tables/NAME.jsonl has the rows of a table: one JSON object a line, UTF-8. "
                "Times are in UTC, money in the smallest unit of its currency."
            ),
            _(
                "Each record has a row in tables/record.jsonl (type, title, owner) and one with "
                "the same id in the table of its type: company, contact, activity, task and so "
                "on. What is in the recycle bin has deleted_at."
            ),
            _(
                "link says what belongs to what (from_id, kind, to_id), tagging and tag which "
                "words are on a record, identity its addresses in comparable form, share who "
                "else sees it, event its whole history, membership who the members are."
            ),
            _("files/ID are the files of tables/attachment.jsonl, which has their names."),
            _("`guanxi tenant import FILE --workspace SLUG` brings it into another workspace."),
        )
    )


def _part(base: Path, name: str) -> Path:
    return base.with_suffix(f".{name}")


async def _write(uow: UnitOfWork, tenant: UUID, name: str, path: Path) -> int:
    rows = 0
    await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
    with await asyncio.to_thread(path.open, "w", encoding="utf-8") as out:
        async for row in uow.connection.cursor(rows_of(name), tenant, prefetch=500):
            out.write(row[0] + "\n")
            rows += 1
    return rows


def _close(base: Path, tenant: UUID, found: list[UUID], about: str) -> tuple[int, int]:
    store, files, draft = Store(settings()), 0, base.with_suffix(".part")
    said = {"format": FORMAT, "tables": list(exported_tables())}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", about)
        archive.writestr("manifest.json", json.dumps(said))
        for name in exported_tables():
            archive.write(_part(base, name), f"tables/{name}.jsonl")
        for file_id in found:
            if store.has(tenant, file_id):
                archive.write(store.path(tenant, file_id), f"files/{file_id}")
                files += 1
    draft.replace(base)
    for name in exported_tables():
        _part(base, name).unlink(missing_ok=True)
    return files, base.stat().st_size
