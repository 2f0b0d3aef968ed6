"""Several questions in one round trip, for pages that would ask them one after the other."""

import re
from typing import Any, Final

import msgspec

from kernel.sql import Args
from kernel.transaction import UnitOfWork

_NUMBERED: Final = re.compile(r"\$(\d+)")


class Ask(msgspec.Struct, frozen=True):
    """A SELECT with its values; the rows come back as JSON has them."""

    sql: str
    values: tuple[Any, ...]


async def together(uow: UnitOfWork, *asked: Ask) -> list[list[dict[str, Any]]]:
    """The rows of each question, in its own order."""
    args, parts = Args(), list[str]()
    for place, ask in enumerate(asked):
        before = len(args.values)
        args.values += ask.values
        sql = _renumbered(ask.sql, before)
        parts.append(f"(SELECT {place} AS place, to_jsonb(q) AS data FROM ({sql}) q)")
    found: list[list[dict[str, Any]]] = [[] for _ask in asked]
    for row in await uow.fetch(" UNION ALL ".join(parts), *args.values):
        found[row["place"]].append(row["data"])
    return found


def _renumbered(sql: str, before: int) -> str:
    return _NUMBERED.sub(lambda found: f"${int(found[1]) + before}", sql)
