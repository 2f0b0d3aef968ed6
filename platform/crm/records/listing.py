"""Lists: filtered, sorted, paged by keyset, with a count that stays cheap."""

import base64
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.filtering import Filtering
from crm.records.kinds import kind_of
from crm.records.narrowing import as_seen
from crm.records.reading import View, selected, view
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.errors import Refused
from kernel.filters import EVERYTHING, Node
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MAX_LIMIT: Final = 200
DEFAULT_LIMIT: Final = 50
COUNT_CAP: Final = 1000


class BadPage(Refused):
    """A sort, limit or cursor that does not fit this list."""

    code = "bad_page"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller asks of a list."""

    where: Node = EVERYTHING
    sort: str = ""
    limit: int = DEFAULT_LIMIT
    after: str = ""


class Total(msgspec.Struct, frozen=True):
    """`exact` is false when there are more than were counted."""

    value: int
    exact: bool


class Listed(msgspec.Struct, frozen=True):
    """One page; `next` is the cursor of the following one, or None."""

    items: list[View]
    next: str | None
    total: Total


async def listed(
    uow: UnitOfWork, principal: Principal, kind: RecordType, page: Page, *, action: str = "see"
) -> Listed:
    """The page, in one statement; of the rows to which `action` may be done."""
    kind = as_seen(kind, principal)
    if not 1 <= page.limit <= MAX_LIMIT:
        raise BadPage(_("limit must be between 1 and %(most)s."), most=MAX_LIMIT)
    column, descending = _order(kind, page.sort or kind.default_sort)
    args = Args(principal.tenant_id)
    columns = selected(kind, args, "a", principal.tenant_id)
    conditions = [
        "a.tenant_id = $1",
        "a.deleted_at IS NULL",
        visible(principal, args, "a", of=kind, action=action),
    ]
    if page.where != EVERYTHING:
        conditions.append(Filtering(kind, principal, args, "a").sql(page.where))
    where = " AND ".join(c for c in conditions if c != "TRUE")
    total = (
        f"(SELECT count(*) FROM (SELECT 1 FROM {kind.table} a "
        f"WHERE {where} LIMIT {COUNT_CAP + 1}) c)"
    )
    if page.after:
        where += f" AND {_beyond(kind, column, page.after, args, descending=descending)}"
    direction = "DESC" if descending else "ASC"
    nulls = "NULLS LAST" if _nullable(kind, column) else ""
    rows = await uow.fetch(
        f"SELECT {columns}, {total} AS _total FROM {kind.table} a "
        f"WHERE {where} ORDER BY a.tenant_id, a.{column} {direction} {nulls}, a.id {direction} "
        f"LIMIT {page.limit + 1}",
        *args.values,
    )
    shown = rows[: page.limit]
    cursor = _cursor(column, shown[-1]) if len(rows) > page.limit else None
    count = rows[0]["_total"] if rows else 0
    return Listed(
        [view(principal, kind, row) for row in shown],
        cursor,
        Total(min(count, COUNT_CAP), exact=count <= COUNT_CAP),
    )


def _order(kind: RecordType, sort: str) -> tuple[str, bool]:
    name = sort.removeprefix("-")
    field = kind.fields.get(name)
    if field is None or not field.sortable:
        raise BadPage(_("This list cannot be sorted by %(field)s."), field=repr(name)[:80])
    return kind_of(field).column(field), sort.startswith("-")


def _nullable(kind: RecordType, column: str) -> bool:
    return bool(kind.model.__table__.c[column].nullable)


def _cursor(column: str, row: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([row[column], row["id"]])).decode()


def _beyond(kind: RecordType, column: str, cursor: str, args: Args, *, descending: bool) -> str:
    value, last = _read_cursor(kind, column, cursor)
    sign = "<" if descending else ">"
    last_id = args(last)
    if value is None:
        return f"a.{column} IS NULL AND a.id {sign} {last_id}"
    beyond = f"(a.{column}, a.id) {sign} ({args(value)}, {last_id})"
    return f"({beyond} OR a.{column} IS NULL)" if _nullable(kind, column) else beyond


def _read_cursor(kind: RecordType, column: str, cursor: str) -> tuple[Any, UUID]:
    python = kind.model.__table__.c[column].type.python_type
    wanted = {datetime: datetime, date: date, int: int}.get(python, str)
    shape: Any = tuple[wanted | None, UUID]  # type: ignore[valid-type]
    try:
        raw = base64.urlsafe_b64decode(cursor.encode())
        value, last = msgspec.json.decode(raw, type=shape)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise BadPage(_("This page is gone. Start again at the first one.")) from error
    if isinstance(value, datetime) and value.tzinfo is None:
        raise BadPage(_("This page is gone. Start again at the first one."))
    return value, last
