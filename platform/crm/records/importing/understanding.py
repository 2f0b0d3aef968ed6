"""What a file holds: its rows are staged, and its columns taken for what they probably are."""

from uuid import UUID

import msgspec

from crm.records.beside.store import Store
from crm.records.importing.guessing import guess
from crm.records.importing.mapping import Mapping, usual
from crm.records.importing.reading import FORMAT, read, sentence, source_of, staged_of
from crm.records.importing.shown import ONE
from crm.records.narrowing import as_seen
from crm.records.types import record_type
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_UNDERSTOOD = """
UPDATE import i SET state = $3, error = $4, format = $5, columns = $6, samples = $7, hints = $8,
    mapping = $9, total = $10
WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'reading'
"""


async def understand(uow: UnitOfWork, principal: Principal, store: Store, import_id: UUID) -> None:
    """Read the file that was sent and say what its columns probably are."""
    tenant_id = principal.tenant_id
    row = await uow.fetchrow(f"{ONE} FOR UPDATE OF i", tenant_id, None, import_id)
    if row is None or row["state"] != "reading":
        return
    places = (source_of(store, tenant_id, import_id), staged_of(store, tenant_id, import_id))
    wanted = {name: row["format"].get(name, "") for name in FORMAT}
    found = await read(*places, wanted)
    if not found.get("error") and not found["total"]:
        found = {**found, "error": "no_rows", "line": 0}
    columns = found.get("columns", [])
    kind = as_seen(record_type(row["record_type"]), principal)
    mapping = msgspec.convert(row["mapping"], Mapping)
    if len(mapping.columns) != len(columns) or columns != row["columns"]:
        guessed = await guess(uow, kind, columns)
        mapping = Mapping(columns=guessed, match=usual(kind, guessed))
    error = sentence(found["error"], found["line"]) if found.get("error") else ""
    await uow.execute(
        _UNDERSTOOD,
        tenant_id,
        import_id,
        "failed" if error else "mapping",
        error,
        found.get("format", wanted),
        columns,
        found.get("samples", []),
        found.get("hints", []),
        msgspec.to_builtins(mapping),
        found.get("total", 0),
    )
