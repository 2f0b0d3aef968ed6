"""Imports as their makers and the administrators see them."""

from collections.abc import Mapping as Rows
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.importing.mapping import Mapping, matchable, questions, targets
from crm.records.narrowing import as_seen
from crm.records.types import record_types
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_COLUMNS = """i.id, i.member_id, i.record_type, i.name, i.size, i.sha256, i.state, i.format,
i.columns, i.samples, i.hints, i.mapping, i.total, i.done, i.counts, i.error, i.batch_id,
i.created_at, i.ended_at"""
_ALLOWED = "($2::uuid IS NULL OR i.member_id = $2)"
ONE = f"SELECT {_COLUMNS} FROM import i WHERE i.tenant_id = $1 AND {_ALLOWED} AND i.id = $3"
_MANY = f"""
SELECT {_COLUMNS} FROM import i WHERE i.tenant_id = $1 AND {_ALLOWED}
    AND ($3::timestamptz IS NULL OR (i.created_at, i.id) < ($3, $4))
ORDER BY i.tenant_id, i.created_at DESC, i.id DESC LIMIT $5
"""
_TWIN = f"""
SELECT i.id FROM import i LEFT JOIN batch b ON b.tenant_id = $1 AND b.id = i.batch_id
WHERE i.tenant_id = $1 AND {_ALLOWED} AND i.sha256 = $3 AND i.id <> $4 AND i.record_type = $5
    AND i.state = 'done' AND b.undone_at IS NULL
ORDER BY i.tenant_id, i.created_at DESC LIMIT 1
"""
_LINES = """
SELECT l.line, l.outcome, l.column_name AS "column", l.reason, l.cells FROM import_line l
WHERE l.tenant_id = $1 AND l.import_id = $2 AND l.outcome = ANY($3)
ORDER BY l.tenant_id, l.import_id, l.line LIMIT $4
"""


class LineView(msgspec.Struct, frozen=True):
    """What becomes of a line of the file, and why."""

    line: int
    outcome: str
    column: str
    reason: str
    cells: list[str]


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `questions` (`dates`, `decimals`) must be answered before it can run.

    `hints` are the readings that each column allows; `twin` is a finished import of the same
    file; `targets` are what a column may be, `matchable` by which of them records are found.
    """

    id: UUID
    member_id: UUID | None
    record_type: str
    name: str
    size: int
    sha256: str
    state: str
    format: dict[str, Any]
    columns: list[str]
    samples: list[list[str]]
    hints: list[dict[str, Any]]
    mapping: Mapping
    total: int
    done: int
    counts: dict[str, int]
    error: str
    batch_id: UUID | None
    created_at: datetime
    ended_at: datetime | None
    questions: list[str] = []
    targets: dict[str, str] = {}
    matchable: list[str] = []
    twin: UUID | None = None


class ImportPage(msgspec.Struct, frozen=True):
    """A page of imports, newest first."""

    items: list[ImportView]
    next: str | None


async def imports(
    uow: UnitOfWork, principal: Principal, *, limit: int = 50, after: str = ""
) -> ImportPage:
    """One's own imports; all of them for administrators."""
    at, last = read_cursor(after) if after else (None, None)
    rows = await uow.fetch(_MANY, principal.tenant_id, _whose(principal), at, last, limit + 1)
    items = [_shown(row) for row in rows[:limit]]
    more = len(rows) > limit
    return ImportPage(items, write_cursor(items[-1].created_at, items[-1].id) if more else None)


async def import_of(uow: UnitOfWork, principal: Principal, import_id: UUID) -> ImportView:
    """One import; `NotFound` for somebody else's."""
    return await _told(uow, principal, await row_of(uow, principal, import_id))


async def lines_of(
    uow: UnitOfWork, principal: Principal, import_id: UUID, outcomes: list[str], most: int
) -> list[LineView]:
    """Lines with something to say, in the order of the file."""
    await row_of(uow, principal, import_id)
    rows = await uow.fetch(_LINES, principal.tenant_id, import_id, outcomes, most)
    return [LineView(**row) for row in rows]


async def row_of(
    uow: UnitOfWork, principal: Principal, import_id: UUID, *, lock: bool = False
) -> Rows[str, Any]:
    """Its row, if it is the principal's own; `NotFound` otherwise."""
    statement = f"{ONE} FOR UPDATE OF i" if lock else ONE
    whose = (principal.tenant_id, _whose(principal), import_id)
    row: Rows[str, Any] | None = await uow.fetchrow(statement, *whose)
    if row is None:
        raise NotFound
    return row


async def _told(uow: UnitOfWork, principal: Principal, row: Rows[str, Any]) -> ImportView:
    shown = _shown(row)
    known = next((k for k in record_types() if k.name == row["record_type"]), None)
    if known is None:
        return shown
    known = as_seen(known, principal)
    whose = (principal.tenant_id, _whose(principal))
    twin = await uow.fetchval(_TWIN, *whose, row["sha256"], row["id"], row["record_type"])
    return msgspec.structs.replace(
        shown,
        questions=questions(known, shown.mapping, shown.hints),
        targets=targets(known),
        matchable=matchable(known),
        twin=twin,
    )


def _shown(row: Rows[str, Any]) -> ImportView:
    return ImportView(**{**row, "mapping": msgspec.convert(row["mapping"], Mapping)})


def _whose(principal: Principal) -> UUID | None:
    return None if principal.may("settings:workspace") else principal.member_id
