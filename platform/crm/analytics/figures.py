"""Counts and sums of the rows that a principal sees, each with the filter that gives these rows."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

import msgspec

from crm.records.filtering import Filtering
from crm.records.narrowing import as_seen
from crm.records.pages.query import written
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A count and what it is worth; `filter` gives the rows.

    `worth` and `weighted` are in minor units of the base currency, none where amounts are
    hidden; `unrated` counts amounts that are in neither, for want of a rate.
    """

    count: int = 0
    worth: int | None = 0
    weighted: int | None = 0
    unrated: int = 0
    filter: str = ""


class Grouping(msgspec.Struct, frozen=True):
    """By what rows fall apart: SQL of the key, the filter of a key, and what the key is read from.

    `$1` is the workspace; whatever is joined has at most one row for a record and a key.
    """

    key: str
    test: Callable[[Any], Node]
    join: Callable[[Args], str] = lambda _args: ""


WHOLE: Final = Grouping("0", lambda _key: EVERYTHING)
# The stage's probability, where the deal has none of its own.
_STAGE: Final = "JOIN stage s ON s.tenant_id = $1 AND s.id = a.stage_id"


def both(*nodes: Node) -> Node:
    """All of these conditions."""
    parts: list[Node] = []
    for node in nodes:
        parts += node.parts if isinstance(node, Group) and node.word == "and" else (node,)
    return Group("and", tuple(parts))


def column(name: str) -> Grouping:
    """By the value of a field; no value is a group too."""
    return Grouping(
        f"a.{name}",
        lambda key: Test(name, "is_empty") if key is None else Test(name, "eq", str(key)),
    )


async def total(
    uow: UnitOfWork, principal: Principal, kind: RecordType, where: Node, parts: Mapping[str, Node]
) -> dict[str, Figure]:
    """One figure for each part of what `where` says."""
    found = await summed(uow, principal, kind, where, parts)
    if found:
        return found[0]
    worth = 0 if _sums(principal, kind) else None
    filters = {name: written(both(where, part)) for name, part in parts.items()}
    return {n: Figure(worth=worth, weighted=worth, filter=f) for n, f in filters.items()}


async def summed(
    uow: UnitOfWork,
    principal: Principal,
    kind: RecordType,
    where: Node,
    parts: Mapping[str, Node],
    by: Grouping = WHOLE,
) -> dict[Any, dict[str, Figure]]:
    """The same for each group, by its key; in one statement."""
    args, money = Args(principal.tenant_id), _sums(principal, kind)
    compiled = Filtering(kind, principal, args, "a")
    columns = [f"{by.key} AS key"]
    for place, part in enumerate(parts.values()):
        only = f"FILTER (WHERE {compiled.sql(part)})"
        columns.append(f"count(*) {only} AS count{place}")
        if money:
            columns += _worth(principal, only, place)
    conditions = (
        "a.tenant_id = $1",
        "a.deleted_at IS NULL",
        visible(principal, args, "a", of=kind),
        compiled.sql(where),
    )
    source = f"{kind.table} a {_STAGE if money else ''} {by.join(args)}"
    rows = await uow.fetch(
        f"SELECT {', '.join(columns)} FROM {source} WHERE {' AND '.join(conditions)} GROUP BY 1",
        *args.values,
    )
    return {
        row["key"]: {
            name: _figure(row, place, both(where, part, by.test(row["key"])), money=money)
            for place, (name, part) in enumerate(parts.items())
        }
        for row in rows
    }


def sees_amounts(principal: Principal, kind: RecordType) -> bool:
    """Whether sums may be shown: they are as hidden as what they add up."""
    field = as_seen(kind, principal).fields.get("amount")
    return field is not None and not field.masked


def _sums(principal: Principal, kind: RecordType) -> bool:
    return kind.name == "deal" and sees_amounts(principal, kind)


def _worth(principal: Principal, only: str, place: int) -> list[str]:
    own = principal.veils.get("deal", {}).get("probability") is None
    share = "coalesce(a.probability, s.probability)" if own else "s.probability"
    missing = only.replace("(WHERE ", "(WHERE a.amount IS NOT NULL AND a.amount_base IS NULL AND ")
    return [
        f"sum(a.amount_base) {only} AS worth{place}",
        f"sum(a.amount_base::numeric * {share}) {only} AS weighted{place}",
        f"count(*) {missing} AS unrated{place}",
    ]


def _figure(row: Any, place: int, where: Node, *, money: bool) -> Figure:
    shown = written(where)
    if not money:
        return Figure(count=row[f"count{place}"], worth=None, weighted=None, filter=shown)
    return Figure(
        count=row[f"count{place}"],
        worth=int(row[f"worth{place}"] or 0),
        weighted=whole((row[f"weighted{place}"] or Decimal(0)) / 100),
        unrated=row[f"unrated{place}"],
        filter=shown,
    )


def whole(number: Decimal) -> int:
    """Rounded half to even, as money is everywhere."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
