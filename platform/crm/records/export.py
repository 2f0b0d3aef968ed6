"""Lists as CSV: streamed page by page, and harmless to the spreadsheet that opens it."""

import csv
import io
import unicodedata
from collections.abc import AsyncIterator
from typing import Any, Final

from crm.records.derived import derived, fill_in
from crm.records.kinds import kind_of
from crm.records.listing import MAX_LIMIT, Page, listed
from crm.records.narrowing import as_seen
from crm.records.people import People, people
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.database import Database
from kernel.filters import Node
from kernel.i18n import use
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_STARTS: Final = frozenset("=+-@")
_NUMBER: Final = frozenset("0123456789+-.,() /")


async def exported(
    database: Database, principal: Principal, kind: RecordType, where: Node, sort: str
) -> AsyncIterator[bytes]:
    """All rows that the principal sees, as CSV."""
    first = True
    async for lines in tables(database, principal, kind, where, sort):
        text = "".join(csv_line(cells) for cells in lines)
        yield (BOM + text if first else text).encode()
        first = False


async def tables(
    database: Database, principal: Principal, kind: RecordType, where: Node, sort: str
) -> AsyncIterator[list[list[str]]]:
    """The header and all rows, page by page; no connection is held while the reader is slow."""
    kind = as_seen(kind, principal)
    after: str | None = ""
    everybody: People | None = None
    while after is not None:
        lines = [] if everybody else [[label for _name, label in _columns(kind)]]
        uow = await UnitOfWork(database).begin(principal.tenant_id)
        try:
            everybody = everybody or await people(uow)
            page = Page(where=where, sort=sort, limit=MAX_LIMIT, after=after)
            found = await listed(uow, principal, kind, page, action="export")
            await fill_in(uow, principal, kind.name, found.items, set(derived(kind.name)))
        finally:
            await uow.finish(commit=False)
        with use(principal.language, principal.time_zone):
            lines += [_cells(kind, row, everybody) for row in found.items]
        yield lines
        after = found.next


def neutral(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; an apostrophe tells it so.

    What hides a formula's first sign (blanks, marks without width, full-width forms, quotes) is
    looked through; numbers and phone numbers stay as they are.
    """
    seen = unicodedata.normalize("NFKC", text)
    bare = seen.lstrip("\"'`").strip()
    while bare and (bare[0].isspace() or unicodedata.category(bare[0]) in {"Cf", "Cc"}):
        bare = bare[1:].lstrip("\"'`")
    first = bare[:1]
    if text[:1] in {"\t", "\r", "\n"}:
        return f"'{text}"
    if first in _STARTS and not (set(bare) <= _NUMBER and any(c.isdigit() for c in bare)):
        return f"'{text}"
    return text


def _columns(kind: RecordType) -> list[tuple[str, str]]:
    fields = [(f.name, str(f.label)) for f in kind.fields.values() if not f.masked]
    relations = [(name, str(r.label)) for name, r in kind.relations.items()]
    more = [(name, str(column.label)) for name, column in derived(kind.name).items()]
    return [("id", "id"), *fields, *relations, *more, ("tags", "Tags")]


def _cells(kind: RecordType, row: View, everybody: People) -> list[str]:
    return [neutral(_cell(kind, name, row, everybody)) for name, _label in _columns(kind)]


def _cell(kind: RecordType, name: str, row: View, everybody: People) -> str:
    value: Any = row[name]
    if value is None:
        return ""
    if name == "tags":
        return "; ".join(tag["name"] for tag in value)
    if name in kind.relations:
        return "; ".join(v["title"] if isinstance(v, dict) else row["titles"][v] for v in value)
    field = kind.fields.get(name)
    if field is None:
        return str(value)
    if field.kind == "record":
        return str(row["titles"].get(str(value), ""))
    return kind_of(field).cell(field, value, everybody.name)


def csv_line(cells: list[str]) -> str:
    """One line, quoted where it must be."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
