"""A disclosure is made table by table, each in a transaction of its own, and closed at the end."""

import asyncio
import zipfile
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.beside.store import Store, settings
from crm.records.beside.trash import KNOWN
from crm.records.disclosure.contents import disclosed_tables, told
from crm.records.disclosure.reading import index, safe
from crm.records.people import people
from crm.records.privacy.walk import find
from crm.records.types import record_type
from kernel import clock, jobs
from kernel.i18n import use
from kernel.transaction import UnitOfWork
from tenants.access.acting import member

STEP: Final = "disclosure.step"

_HELD = """
SELECT d.id, d.record_type, d.record_id, d.member_id, d.done, d.rows FROM disclosure d
WHERE d.tenant_id = $1 AND d.id = $2 AND d.state = 'making' FOR UPDATE
"""
_ADVANCED = "UPDATE disclosure d SET done = $3, rows = $4 WHERE d.tenant_id = $1 AND d.id = $2"
_READY = """
UPDATE disclosure d SET state = 'ready', ready_at = $3, files = $4, size = $5
WHERE d.tenant_id = $1 AND d.id = $2
"""
_FILES = """
SELECT a.id, a.name FROM attachment a WHERE a.tenant_id = $1 AND a.record_id = ANY($2)
ORDER BY a.tenant_id, a.id
"""
KNOWN.append(
    "SELECT d.id FROM disclosure d "
    "WHERE d.tenant_id = $1 AND d.id = ANY($2) AND d.expires_at > now()"
)


@jobs.job(STEP)
async def step(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The next table; after the last one the archive itself."""
    tenant: UUID = uow.tenant_id  # type: ignore[assignment]
    row = await uow.fetchrow(_HELD, tenant, UUID(payload["disclosure_id"]))
    if row is None:
        return
    base = Store(settings()).path(tenant, row["id"])
    person = await find(uow, record_type(row["record_type"]), row["record_id"])
    if row["done"] < len(disclosed_tables()):
        table = disclosed_tables()[row["done"]]
        lines = [msgspec.json.encode(one, enc_hook=str) async for one in told(uow, person, table)]
        await asyncio.to_thread(_write, _part(base, table), lines)
        after = (row["done"] + 1, row["rows"] + len(lines))
        await uow.execute(_ADVANCED, tenant, row["id"], *after)
        await jobs.enqueue(uow, STEP, payload)
        return
    found = {one["id"]: one["name"] for one in await uow.fetch(_FILES, tenant, person.gone)}
    names = (await people(uow)).names
    acting = await member(uow, tenant, row["member_id"], via="system")
    with use(acting.language, acting.time_zone) if acting else use("en"):
        files, size = await asyncio.to_thread(_close, base, tenant, found, names)
    await uow.execute(_READY, tenant, row["id"], clock.now(), files, size)


def _part(base: Path, table: str) -> Path:
    return base.with_suffix(f".{table}")


def _write(path: Path, lines: list[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def _close(
    base: Path, tenant: UUID, found: dict[UUID, str], names: dict[str, str]
) -> tuple[int, int]:
    """The archive: an index to be read, a file per table that says something, and the files."""
    store, draft = Store(settings()), base.with_suffix(".part")
    parts = {table: _part(base, table).read_bytes() for table in disclosed_tables()}
    held = {file_id: name for file_id, name in found.items() if store.has(tenant, file_id)}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", index(parts, held, names))
        for table, content in parts.items():
            if content:
                archive.writestr(f"tables/{table}.jsonl", content)
        for file_id, name in held.items():
            archive.write(store.path(tenant, file_id), safe(file_id, name))
    draft.replace(base)
    for table in parts:
        _part(base, table).unlink(missing_ok=True)
    return len(held), base.stat().st_size
