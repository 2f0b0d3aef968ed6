"""What is done with an import: it is sent, understood, looked through, run, cancelled."""

from uuid import UUID

import msgspec

from crm.records.beside.files import file_name
from crm.records.beside.store import Source, Store
from crm.records.importing.mapping import (
    Mapping,
    MappingEdit,
    demand_sound,
    questions,
    usual,
)
from crm.records.importing.parsing import DELIMITERS, ENCODINGS
from crm.records.importing.reading import FORMAT
from crm.records.importing.running import STEP
from crm.records.importing.shown import ImportView, import_of, row_of
from crm.records.importing.understanding import understand
from crm.records.narrowing import as_seen
from crm.records.schemas import said
from crm.records.types import RecordType, record_type, record_types
from crm.records.undo.recording import begin, end
from kernel import clock, jobs
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# A larger file is read by the worker.
AT_ONCE = 1_048_576
READ = "import.read"

_INSERT = """
INSERT INTO import (tenant_id, id, member_id, record_type, name, size, sha256, state, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'reading', $8)
"""
_MAPPED = """
UPDATE import i SET mapping = $3, state = 'mapping', counts = '{}', done = 0
WHERE i.tenant_id = $1 AND i.id = $2
"""
_AGAIN = "UPDATE import i SET state = 'reading', format = $3 WHERE i.tenant_id = $1 AND i.id = $2"
_START = """
UPDATE import i SET state = $3, batch_id = $4, place = 0, done = 0, counts = '{}'
WHERE i.tenant_id = $1 AND i.id = $2
"""
_NO_LINES = "DELETE FROM import_line l WHERE l.tenant_id = $1 AND l.import_id = $2"
_CANCEL = """
UPDATE import i SET state = 'cancelled', ended_at = $3 WHERE i.tenant_id = $1 AND i.id = $2
"""


def kind_called(plural: str) -> RecordType:
    """The type of that plural name; `Invalid` for an unknown one."""
    for kind in record_types():
        if plural in {kind.plural, kind.name}:
            return kind
    known = ", ".join(kind.plural for kind in record_types())
    raise Invalid(fields={"type": _("Choose one of: %(choices)s.") % {"choices": known}})


async def send(
    uow: UnitOfWork, principal: Principal, store: Store, kind: RecordType, name: str, file: Source
) -> ImportView:
    """Put a file away, and read it: a small one now, a large one by the worker."""
    demand_right(principal, kind)
    import_id = uuid7()
    stored = await store.put(principal.tenant_id, import_id, file)
    row = (kind.name, file_name(name), stored.size, stored.sha256, clock.now())
    await uow.execute(_INSERT, principal.tenant_id, import_id, principal.member_id, *row)
    return await _read(uow, principal, store, import_id, stored.size)


def demand_right(principal: Principal, kind: RecordType) -> None:
    """Whoever files new records and changes known ones may also do so by the hundred."""
    if not (principal.may(f"{kind.name}:create") and principal.may(f"{kind.name}:edit")):
        raise Forbidden


async def _read(
    uow: UnitOfWork, principal: Principal, store: Store, import_id: UUID, size: int
) -> ImportView:
    if size <= AT_ONCE:
        await understand(uow, principal, store, import_id)
    else:
        await jobs.enqueue(uow, READ, {"import_id": str(import_id)})
    return await import_of(uow, principal, import_id)


async def choose(
    uow: UnitOfWork, principal: Principal, store: Store, import_id: UUID, edit: MappingEdit
) -> ImportView:
    """Say what the columns mean, or how the file is to be read."""
    row = await row_of(uow, principal, import_id, lock=True)
    if row["state"] not in {"mapping", "checked", "failed"}:
        raise Conflict(_busy(row["state"]))
    values = said(edit)
    form = {name: values.pop(name) for name in FORMAT if name in values}
    _demand_readable(form)
    mapping = msgspec.structs.replace(msgspec.convert(row["mapping"], Mapping), **values)
    kind = as_seen(record_type(row["record_type"]), principal)
    if "columns" in values and "match" not in values:
        mapping = msgspec.structs.replace(mapping, match=usual(kind, mapping.columns))
    if values:
        demand_sound(kind, mapping, row["columns"])
        await uow.execute(_MAPPED, principal.tenant_id, import_id, msgspec.to_builtins(mapping))
    if any(row["format"].get(name) != value for name, value in form.items()):
        await uow.execute(_AGAIN, principal.tenant_id, import_id, {**row["format"], **form})
        return await _read(uow, principal, store, import_id, row["size"])
    return await import_of(uow, principal, import_id)


async def start(uow: UnitOfWork, principal: Principal, import_id: UUID, *, dry: bool) -> ImportView:
    """Begin: to look at every line, or to file the records."""
    row = await row_of(uow, principal, import_id, lock=True)
    kind = as_seen(record_type(row["record_type"]), principal)
    demand_right(principal, kind)
    if row["state"] not in {"mapping", "checked"}:
        raise Conflict(_busy(row["state"]))
    if row["member_id"] != principal.member_id:
        raise Conflict(_("Only who sent the file can run this import."))
    mapping = msgspec.convert(row["mapping"], Mapping)
    demand_sound(kind, mapping, row["columns"])
    if asked := questions(kind, mapping, row["hints"]):
        raise Invalid(fields={word: _ask(word) for word in asked})
    batch_id = None
    if not dry:
        batch_id = (await begin(uow, principal, "import", kind.name, row["name"])).batch_id
    state = "checking" if dry else "running"
    await uow.execute(_NO_LINES, principal.tenant_id, import_id)
    await uow.execute(_START, principal.tenant_id, import_id, state, batch_id)
    await jobs.enqueue(
        uow, STEP, {"import_id": str(import_id)}, priority=principal.entitled.priority
    )
    return await import_of(uow, principal, import_id)


async def cancel(uow: UnitOfWork, principal: Principal, import_id: UUID) -> ImportView:
    """Stop; what is in already stays, and can be undone."""
    row = await row_of(uow, principal, import_id, lock=True)
    if row["state"] in {"done", "cancelled"}:
        raise Conflict(_busy(row["state"]))
    await uow.execute(_CANCEL, principal.tenant_id, import_id, clock.now())
    if row["state"] == "running":
        await end(uow, msgspec.structs.replace(principal, batch_id=row["batch_id"]))
    return await import_of(uow, principal, import_id)


def _demand_readable(form: dict[str, str]) -> None:
    wrong = {}
    if form.get("encoding", "") not in {"", *ENCODINGS, "utf-16-le", "utf-16-be"}:
        wrong["encoding"] = _("Choose one of: %(choices)s.") % {"choices": ", ".join(ENCODINGS)}
    if form.get("delimiter", "") not in {"", *DELIMITERS}:
        wrong["delimiter"] = _("Columns are separated by a comma, semicolon, tab or bar.")
    if wrong:
        raise Invalid(fields=wrong)


def _busy(state: str) -> str:
    match state:
        case "done":
            return _("This import is done. Send the file again for another one.")
        case "cancelled":
            return _("This import was cancelled. Send the file again for another one.")
        case "failed":
            return _("This file could not be read. Choose how to read it, or send another one.")
        case _:
            return _("This is still running. Wait until it is done, or cancel it.")


def _ask(word: str) -> str:
    if word == "dates":
        return _("Say in which order day, month and year are written. This file allows several.")
    return _("Say which is the decimal mark. This file allows both.")
