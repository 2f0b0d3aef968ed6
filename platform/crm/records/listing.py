"""Lists: filtered, sorted, paged by keyset, with a count that stays cheap."""

from typing import Any, Final

import msgspec

from crm.records.filtering import Filtering
from crm.records.narrowing import as_seen
from crm.records.ordering import BadPage, Order, Place, order_of
from crm.records.reading import View, selected, view
from crm.records.scope import visible
from crm.records.shape.values import unfolded
from crm.records.types import RecordType, Row
from kernel.filters import EVERYTHING, Node
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

__all__ = ("BadPage", "Listed", "Page", "Total", "listed")

MAX_LIMIT: Final = 200
DEFAULT_LIMIT: Final = 50
COUNT_CAP: Final = 1000


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
    """The page, of the rows to which `action` may be done.

    In one statement; in two where its end lacks the custom field that sorts it.
    """
    if not 1 <= page.limit <= MAX_LIMIT:
        raise BadPage(_("limit must be between 1 and %(most)s."), most=MAX_LIMIT)
    kind = as_seen(kind, principal)
    order = order_of(kind, page.sort or kind.default_sort)
    place = order.place(page.after) if page.after else None
    part = _Part(principal, kind, page, order, action)
    rows: list[Row] = []
    valued = 0
    if not (order.custom and place is not None and place.value is None):
        rows = [*await part.fetch(uow, place, page.limit + 1)]
        valued, place = len(rows), None
    if order.custom and len(rows) <= page.limit:
        rows += await part.fetch(uow, place, page.limit + 1 - len(rows), lacking=True)
    shown = rows[: page.limit]
    more = len(rows) > page.limit
    cursor = order.cursor(shown[-1], valued=page.limit <= valued) if more else None
    count = rows[0]["_total"] if rows else 0
    return Listed(
        [view(principal, kind, unfolded(kind, row)) for row in shown],
        cursor,
        Total(min(count, COUNT_CAP), exact=count <= COUNT_CAP),
    )


class _Part:
    """The statement of a list: of what has the sorted value, or (`lacking`) of what has none."""

    def __init__(
        self, principal: Principal, kind: RecordType, page: Page, order: Order, action: str
    ) -> None:
        self._action = action
        self._principal = principal
        self._kind = kind
        self._page = page
        self._order = order

    async def fetch(
        self, uow: UnitOfWork, place: Place | None, limit: int, *, lacking: bool = False
    ) -> list[Any]:
        """The rows after a place."""
        args = Args(self._principal.tenant_id)
        columns = selected(self._kind, args, "a", self._principal.tenant_id)
        where = self._where(args)
        total = (
            f"(SELECT count(*) FROM (SELECT 1 FROM {self._kind.table} a "
            f"WHERE {where} LIMIT {COUNT_CAP + 1}) c)"
        )
        source, order = f"{self._kind.table} a", self._order.sql
        if self._order.custom:
            field = args(self._order.field.custom)
            if lacking:
                where += f" AND NOT EXISTS (SELECT 1 FROM {_side(field, 'a.id', self._order)})"
                way = "DESC" if self._order.descending else "ASC"
                columns, order = f"{columns}, NULL AS _sorted", f"a.tenant_id, a.id {way}"
            else:
                source = (
                    f"custom_value sv JOIN {source} ON a.tenant_id = $1 AND a.id = sv.record_id"
                )
                where = (
                    f"sv.tenant_id = $1 AND sv.field_id = {field} "
                    f"AND {self._order.column} IS NOT NULL AND {where}"
                )
                columns += f", {self._order.column} AS _sorted"
        if place is not None:
            where += f" AND {self._order.beyond(place, args)}"
        return await uow.fetch(
            f"SELECT {columns}, {total} AS _total FROM {source} "
            f"WHERE {where} ORDER BY {order} LIMIT {limit}",
            *args.values,
        )

    def _where(self, args: Args) -> str:
        conditions = [
            "a.tenant_id = $1",
            "a.deleted_at IS NULL",
            visible(self._principal, args, "a", of=self._kind, action=self._action),
        ]
        if self._page.where != EVERYTHING:
            filtering = Filtering(self._kind, self._principal, args, "a")
            conditions.append(filtering.sql(self._page.where))
        return " AND ".join(c for c in conditions if c != "TRUE")


def _side(field: str, record: str, order: Order) -> str:
    return (
        f"custom_value sv WHERE sv.tenant_id = $1 AND sv.field_id = {field} "
        f"AND sv.record_id = {record} AND {order.column} IS NOT NULL"
    )
