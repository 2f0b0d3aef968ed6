"""What a change would move, from where to where: done, looked at, and undone again."""

from collections.abc import Awaitable, Callable
from typing import Final, NoReturn
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.territory.giving import heirs, stays
from crm.customers.territory.placing import standing
from crm.customers.territory.tree import Tree, tree_now
from crm.customers.territory.wishes import Transfer
from crm.records.scope import visible
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 50


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """So many companies go from one territory to another; none is no territory."""

    from_id: UUID | None
    to_id: UUID | None
    from_name: str
    to_name: str
    count: int


class Mover(msgspec.Struct, frozen=True, kw_only=True):
    """A company that would move."""

    id: UUID
    name: str
    owner_id: UUID | None
    from_name: str
    to_name: str


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """Of the companies that the reader sees: how many would move, the ways, the first 50 of them.

    `given` of them would get another owner.
    """

    count: int
    given: int
    ways: list[Way]
    companies: list[Mover]


class _Undone(Exception):
    """The way out of the savepoint."""


async def previewed(
    uow: UnitOfWork, me: Principal, change: Callable[[], Awaitable[object]], transfer: Transfer
) -> Preview:
    """What `change` would do; afterwards everything is as it was."""
    before, _known = await tree_now(uow, me)
    found: list[Preview] = []
    try:
        async with uow.savepoint():
            await change()
            after, fresh = await tree_now(uow, me)
            found.append(await _look(uow, fresh, (before, after), transfer))
            _undo()
    except _Undone:
        pass
    return found[0]


def _undo() -> NoReturn:
    raise _Undone


async def _look(
    uow: UnitOfWork, me: Principal, trees: tuple[Tree, Tree], transfer: Transfer
) -> Preview:
    before, after = trees
    args = Args(me.tenant_id)
    scope = visible(me, args, "a", of=COMPANY)
    moving = f"FROM ({standing(after, me, args)} AND {scope}) m WHERE m.held IS DISTINCT FROM m.due"
    rows = await uow.fetch(
        f"SELECT m.held, m.due, m.owner_id, count(*) AS many {moving} GROUP BY 1, 2, 3",
        *args.values,
    )
    ways: dict[tuple[UUID | None, UUID | None], int] = {}
    given = 0
    for row in rows:
        ways[row["held"], row["due"]] = ways.get((row["held"], row["due"]), 0) + row["many"]
        if heirs(after, row["due"], transfer) and not stays(after, row["due"], row["owner_id"]):
            given += row["many"]
    first = await uow.fetch(
        f"SELECT m.id, m.name, m.owner_id, m.held, m.due {moving} "
        f"ORDER BY m.tenant_id, m.name, m.id LIMIT {SHOWN}",
        *args.values,
    )
    return Preview(
        count=sum(ways.values()),
        given=given,
        ways=[
            Way(
                from_id=held,
                to_id=due,
                from_name=before.path(held),
                to_name=after.path(due),
                count=count,
            )
            for (held, due), count in sorted(ways.items(), key=lambda way: -way[1])
        ],
        companies=[
            Mover(
                id=row["id"],
                name=row["name"],
                owner_id=row["owner_id"],
                from_name=before.path(row["held"]),
                to_name=after.path(row["due"]),
            )
            for row in first
        ],
    )
