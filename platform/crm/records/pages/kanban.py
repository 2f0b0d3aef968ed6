"""Boards: records as cards in columns, with the count and the worth of each column."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.cursor import read_cursor, write_cursor
from crm.records.filtering import Filtering
from crm.records.listing import BadPage
from crm.records.narrowing import as_seen
from crm.records.reading import View, selected, view
from crm.records.scope import visible
from crm.records.shape.values import unfolded
from crm.records.types import RecordType
from kernel.filters import EVERYTHING, Group, Node
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

CARDS: Final = 20
# Eighteen digits fit into 64 bits.
_RANK: Final = re.compile(
    r"(-?\d{1,18}|-[1-8]\d{18})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Which field makes the columns, and what orders and sums the cards.

    `rank` is a column of numbers by which cards are placed by hand; without one the last changed
    stands on top. `amount` is summed, `weight` is a record's own percentage.
    """

    kind: RecordType
    field: str
    rank: str = ""
    amount: str = ""
    weight: str = ""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One value of the field; `asks` says that coming in takes a dialog."""

    key: Any
    label: str
    color: str = "grey"
    percent: int = 100
    target_days: int | None = None
    rot_days: int | None = None
    where: Node = EVERYTHING
    about: str = ""
    asks: bool = False


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A column with its first cards; sums in minor units of the base currency.

    `unrated` counts amounts that are in no sum because their rate is not known.
    """

    column: Column
    count: int = 0
    total: int = 0
    weighted: int = 0
    unrated: int = 0
    cards: list[View] = []
    next: str = ""


def in_sight(board: Board, principal: Principal) -> Board:
    """The board without sums of what the principal does not see in full."""
    kind = as_seen(board.kind, principal)
    clear = {f.name for f in kind.fields.values() if not f.masked}
    return msgspec.structs.replace(
        board,
        kind=kind,
        amount=board.amount if board.amount in clear else "",
        weight=board.weight if board.weight in clear else "",
    )


class BoardReader:
    """What one principal sees of a board."""

    def __init__(self, uow: UnitOfWork, principal: Principal, board: Board, where: Node) -> None:
        self.uow = uow
        self.principal = principal
        self.board = in_sight(board, principal)
        self.where = where

    async def filled(self, columns: list[Column]) -> list[Filled]:
        """All columns, in two statements."""
        sums = await self.sums(columns)
        cards = await self._cards(columns, "")
        return [self.column(c, sums.get(n), cards.get(n, [])) for n, c in enumerate(columns)]

    async def more(self, column: Column, after: str) -> Filled:
        """The next cards of one column."""
        return self.column(column, None, (await self._cards([column], after)).get(0, []))

    async def sums(self, columns: list[Column]) -> dict[int, Any]:
        """Count and worth by the column's place."""
        args = Args(self.principal.tenant_id)
        parts = [
            f"SELECT {place} AS place, count(*) AS count, {self._summed(column, args)} "
            f"FROM {self.board.kind.table} a WHERE {self._conditions(column, args)}"
            for place, column in enumerate(columns)
        ]
        rows = await self.uow.fetch(" UNION ALL ".join(parts), *args.values)
        return {row["place"]: row for row in rows}

    def _summed(self, column: Column, args: Args) -> str:
        amount, own = self.board.amount, self.board.weight
        if not amount:
            return "0::numeric AS total, 0::numeric AS weighted, 0 AS unrated"
        share = f"coalesce(a.{own}, {args(column.percent)})" if own else "100"
        return (
            f"coalesce(sum(a.{amount}_base), 0) AS total, "
            f"coalesce(sum(a.{amount}_base::numeric * {share}), 0) / 100 AS weighted, "
            f"count(*) FILTER (WHERE a.{amount} IS NOT NULL AND a.{amount}_base IS NULL) AS unrated"
        )

    async def _cards(self, columns: list[Column], after: str) -> dict[int, list[Any]]:
        args = Args(self.principal.tenant_id)
        listed = selected(self.board.kind, args, "a", self.principal.tenant_id)
        order, direction = (self.board.rank, "ASC") if self.board.rank else ("updated_at", "DESC")
        parts = []
        for place, column in enumerate(columns):
            beyond = self._beyond(order, after, args) if after else ""
            parts.append(
                f"(SELECT {place} AS _place, {listed} FROM {self.board.kind.table} a "
                f"WHERE {self._conditions(column, args)}{beyond} "
                f"ORDER BY a.tenant_id, a.{order} {direction}, a.id {direction} LIMIT {CARDS + 1})"
            )
        rows = await self.uow.fetch(" UNION ALL ".join(parts), *args.values)
        found: dict[int, list[Any]] = {}
        for row in rows:
            found.setdefault(row["_place"], []).append(row)
        return found

    def _conditions(self, column: Column, args: Args) -> str:
        board, principal = self.board, self.principal
        where = Group("and", (self.where, column.where))
        return " AND ".join(
            (
                "a.tenant_id = $1",
                f"a.{board.field} = {args(column.key)}",
                "a.deleted_at IS NULL",
                visible(principal, args, "a", of=board.kind),
                Filtering(board.kind, principal, args, "a").sql(where),
            )
        )

    def _beyond(self, order: str, after: str, args: Args) -> str:
        value, last = _read_rank(after) if self.board.rank else read_cursor(after)
        sign = ">" if self.board.rank else "<"
        return f" AND (a.{order}, a.id) {sign} ({args(value)}, {args(last)})"

    def column(self, column: Column, sums: Any, rows: list[Any]) -> Filled:
        """What is known of a column, put together."""
        shown, kind = rows[:CARDS], self.board.kind
        further = len(rows) > CARDS
        return Filled(
            column=column,
            count=sums["count"] if sums else 0,
            total=int(sums["total"]) if sums else 0,
            weighted=_whole(sums["weighted"]) if sums else 0,
            unrated=sums["unrated"] if sums else 0,
            cards=[view(self.principal, kind, unfolded(kind, row)) for row in shown],
            next=_cursor(self.board, shown[-1]) if further else "",
        )


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _cursor(board: Board, row: Any) -> str:
    if board.rank:
        return f"{row[board.rank]}~{row['id']}"
    return write_cursor(row["updated_at"], row["id"])


def _read_rank(text: str) -> tuple[int, UUID]:
    found = _RANK.fullmatch(text)
    if found is None:
        raise BadPage(_("This page is gone. Start again at the first one."))
    return int(found[1]), UUID(found[2])
