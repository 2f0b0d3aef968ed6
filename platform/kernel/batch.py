"""A write is one statement: its parts travel as one data-modifying CTE, in one round trip."""

import re
from functools import lru_cache
from typing import Any

import asyncpg

from kernel.entitled import Entitled
from kernel.rooms import demand_now, take
from kernel.transaction import UnitOfWork

_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class WriteBatch:
    """INSERT, UPDATE and DELETE parts with `:named` values; the first part's row is returned.

    Parts do not see each other's effects (one snapshot) and no row may be changed twice.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[dict[str, Any]] = []
        self._takes: list[tuple[Entitled, str, int, bool]] = []
        self.rings = False

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, part: str, **values: Any) -> str:
        """One more part; it must have a RETURNING clause if it is the first.

        Its name, for a later part that must run after it: it selects from that.
        """
        self._parts.append(part)
        self._values.append(values)
        return f"w{len(self._parts) - 1}"

    def take(self, entitled: Entitled, what: str, many: int, *, at_once: bool = False) -> None:
        """With this write so many more of `what` are used: see `kernel.rooms`."""
        self._takes.append((entitled, what, many, at_once))

    async def run(self, uow: UnitOfWork) -> asyncpg.Record | None:
        """Send all parts; the first one's returned row, or None when it touched none."""
        if not self._parts:
            return None
        text, order = _compose(tuple(self._parts))
        row = await uow.fetchrow(text, *[self._values[i][name] for i, name in order])
        uow.rings |= self.rings
        for entitled, what, many, at_once in self._takes:
            take(uow, entitled, what, many)
            if at_once:
                await demand_now(uow, what)
        return row


@lru_cache(maxsize=1024)
def _compose(parts: tuple[str, ...]) -> tuple[str, tuple[tuple[int, str], ...]]:
    order: list[tuple[int, str]] = []
    clauses = []
    for i, part in enumerate(parts):
        places: dict[str, str] = {}

        def place(match: re.Match[str], i: int = i, places: dict[str, str] = places) -> str:
            name = match[1]
            if name not in places:
                order.append((i, name))
                places[name] = f"${len(order)}"
            return places[name]

        clauses.append(f"w{i} AS ({_NAMED.sub(place, part)})")
    return f"WITH {', '.join(clauses)} SELECT * FROM w0", tuple(order)
