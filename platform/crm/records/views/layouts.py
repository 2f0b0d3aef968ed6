"""A list laid out otherwise: in groups with their counts and sums, or on a calendar's month."""

from calendar import Calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from babel.dates import format_skeleton

from crm.records.filtering import Filtering
from crm.records.kinds import kind_of
from crm.records.listing import MAX_LIMIT, Page, listed
from crm.records.pages.query import ListQuery, added
from crm.records.reading import View
from crm.records.scope import visible
from crm.records.types import RecordType
from crm.records.views.service import laid_out_by
from crm.records.views.showing import Shown
from kernel import clock
from kernel.errors import Invalid
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.http import Ctx
from kernel.i18n import _, current_locale, zone
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST_GROUPS = 100
MOST_SUMS = 4
DAY = timedelta(days=1)


class Heap(msgspec.Struct, frozen=True):
    """One group: the value that its records share, how many they are, and what they sum to."""

    value: Any
    count: int
    sums: dict[str, int]


async def layout_of(ctx: Ctx, kind: RecordType, shown: Shown) -> dict[str, Any]:
    """What the page needs for its layout; nothing for a plain list."""
    if shown.layout not in {"group", "calendar"}:
        return {}
    if shown.by not in laid_out_by(kind, shown.layout):
        raise Invalid(fields={"by": _("This field does not fit the layout.")})
    if shown.layout == "calendar":
        return await _calendar(ctx, kind, shown)
    heaps = await grouped(ctx.uow, ctx.principal, kind, shown.where, shown.by)
    query, by = shown.query, shown.by
    return {
        "by": by,
        "summed": summed(kind),
        "heads": [{"label": kind.labels[name], "number": True} for name in summed(kind)],
        "base_currency": ctx.principal.currency,
        "heaps": [(heap, _narrowed(query, by, heap.value)) for heap in heaps],
    }


async def grouped(
    uow: UnitOfWork, principal: Principal, kind: RecordType, where: Node, by: str
) -> list[Heap]:
    """The groups of what the principal sees, the largest first, in one statement."""
    args = Args(principal.tenant_id)
    joins: list[str] = []
    value = _column(kind, by, args, joins, "g")
    sums = {name: _column(kind, name, args, joins, f"s{n}") for n, name in enumerate(summed(kind))}
    columns = "".join(f", sum({column}) AS s{n}" for n, column in enumerate(sums.values()))
    conditions = [visible(principal, args, "a", of=kind)]
    if where != EVERYTHING:
        conditions.append(Filtering(kind, principal, args, "a").sql(where))
    rows = await uow.fetch(
        f"SELECT {value} AS value, count(*) AS count{columns} "
        f"FROM {kind.table} a {' '.join(joins)} "
        f"WHERE a.tenant_id = $1 AND a.deleted_at IS NULL AND {' AND '.join(conditions)} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_GROUPS}",
        *args.values,
    )
    yes_no = kind.fields[by].kind == "yes_no"
    return [
        Heap(
            bool(row["value"]) if yes_no and row["value"] is not None else row["value"] or None,
            row["count"],
            {name: int(row[f"s{n}"] or 0) for n, name in enumerate(sums)},
        )
        for row in rows
    ]


def summed(kind: RecordType) -> list[str]:
    """The fields of which groups show the sums: amounts, in the base currency, then numbers."""
    fields = [f.name for f in kind.fields.values() if f.kind == "money" and f.adds_up]
    fields += [f.name for f in kind.fields.values() if f.kind == "number" and f.adds_up]
    return fields[:MOST_SUMS]


def _column(kind: RecordType, name: str, args: Args, joins: list[str], alias: str) -> str:
    field = kind.fields[name]
    if field.custom is None:
        return f"a.{kind_of(field).column(field)}"
    joins.append(
        f"LEFT JOIN custom_value {alias} ON {alias}.tenant_id = $1 AND {alias}.record_id = a.id "
        f"AND {alias}.field_id = {args(field.custom)} AND {alias}.place = 0"
    )
    return f"{alias}.{kind_of(field).side}"


def _narrowed(query: ListQuery, by: str, value: Any) -> ListQuery:
    """The plain list of one group."""
    said = value if isinstance(value, bool) else str(value)
    test = Test(by, "is_empty") if value is None else Test(by, "eq", said)
    return msgspec.structs.replace(
        query, filter=added(query.filter, test), layout="list", by="", month=""
    )


async def _calendar(ctx: Ctx, kind: RecordType, shown: Shown) -> dict[str, Any]:
    month = _month(shown.query.month, ctx.principal.time_zone)
    weeks = Calendar().monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    field = kind.fields[shown.by]
    span: list[Any] = [first, last]
    if field.kind == "moment":
        span = _span(first, last, ctx.principal.time_zone)
    test = Test(shown.by, "between", [each.isoformat() for each in span])
    where = Group("and", (shown.where, test))
    sort = shown.by if field.sortable else ""
    found = await listed(
        ctx.uow, ctx.principal, kind, Page(where=where, sort=sort, limit=MAX_LIMIT)
    )
    by_day: dict[date, list[View]] = {}
    for row in found.items:
        value = row[shown.by]
        if isinstance(value, datetime):
            value = value.astimezone(zone(ctx.principal.time_zone)).date()
        by_day.setdefault(value, []).append(row)
    before, after = month - DAY, last.replace(day=1) if last.month != month.month else last + DAY
    return {
        "by": shown.by,
        "weeks": weeks,
        "by_day": by_day,
        "month": month,
        "month_name": format_skeleton("yMMMM", month, locale=current_locale()),
        "today": clock.now().astimezone(zone(ctx.principal.time_zone)).date(),
        "before": msgspec.structs.replace(shown.query, month=f"{before:%Y-%m}"),
        "after": msgspec.structs.replace(shown.query, month=f"{after:%Y-%m}"),
        "cut": found.next is not None,
    }


def _month(text: str, time_zone: str) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = clock.now().astimezone(zone(time_zone)).date().replace(day=1)
    return min(max(month, date(1901, 1, 1)), date(2199, 1, 1))


def _span(first: date, last: date, time_zone: str) -> list[datetime]:
    here = zone(time_zone)
    begin = datetime.combine(first, time(), here).astimezone(UTC)
    end = datetime.combine(last + DAY, time(), here).astimezone(UTC)
    return [begin, end - timedelta(microseconds=1)]
