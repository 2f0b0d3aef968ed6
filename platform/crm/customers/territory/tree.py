"""The tree of territories: what lies below what, and in which order they take companies."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import Any, Final, Self
from uuid import UUID

import msgspec

from crm.records.shape import loading
from crm.records.shape.shape import Shape
from kernel import clock
from kernel.filters import Group, Node, Test, kept
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

KEPT: Final = "territory"
SEPARATOR: Final = " › "

loading.keep(
    KEPT,
    """SELECT to_jsonb(t) || jsonb_build_object('members', (
        SELECT coalesce(jsonb_agg(m.member_id ORDER BY m.member_id), '[]')
        FROM territory_member m WHERE m.tenant_id = $1 AND m.territory_id = t.id)) AS data
    FROM territory t WHERE t.tenant_id = $1 AND t.archived_at IS NULL""",
)


class Territory(msgspec.Struct, frozen=True, kw_only=True):
    """`filter` is its own condition; none takes only the companies that are named by hand.

    `depth` counts from 0. It is in force from `valid_from` to the end of `valid_until`.
    """

    id: UUID
    name: str
    parent_id: UUID | None = None
    manager_id: UUID | None = None
    filter: dict[str, Any] | None = None
    position: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    members: list[UUID] = []
    depth: int = 0

    @property
    def node(self) -> Node | None:
        """Its own condition; one that cannot be read any more takes nothing."""
        return None if self.filter is None else kept(self.filter)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day, as far as its own days say."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


class Taker(msgspec.Struct, frozen=True):
    """A territory that takes the companies which `node` is true of; `chain` is it and all above."""

    id: UUID
    node: Node
    chain: list[UUID]


class Tree:
    """All territories in use, those above before those below."""

    def __init__(self, known: list[Territory]) -> None:
        self.items: list[Territory] = []
        children: dict[UUID | None, list[Territory]] = {}
        ids = {one.id for one in known}
        for one in sorted(known, key=lambda t: (t.position, t.name, t.id)):
            above = one.parent_id if one.parent_id in ids else None
            children.setdefault(above, []).append(one)

        def walk(parent: UUID | None, depth: int) -> None:
            for one in children.get(parent, []):
                self.items.append(msgspec.structs.replace(one, depth=depth))
                walk(one.id, depth + 1)

        walk(None, 0)
        self._by_id = {one.id: one for one in self.items}

    @classmethod
    def read(cls, rows: list[Mapping[str, Any]]) -> Self:
        """From rows as JSON has them."""
        return cls([msgspec.convert(row, Territory) for row in rows])

    def get(self, territory_id: UUID | None) -> Territory | None:
        """One of them."""
        return self._by_id.get(territory_id) if territory_id else None

    def above(self, territory_id: UUID) -> list[Territory]:
        """It and those in which it lies, the outermost first."""
        found, at = [], self.get(territory_id)
        while at is not None:
            found.append(at)
            at = self.get(at.parent_id)
        return found[::-1]

    def below(self, territory_id: UUID) -> list[Territory]:
        """It and all that lie in it."""
        places = (place for place, one in enumerate(self.items) if one.id == territory_id)
        at = next(places, None)
        if at is None:
            return []
        depth, rest = self.items[at].depth, self.items[at + 1 :]
        return [self.items[at], *takewhile(lambda one: one.depth > depth, rest)]

    def is_inner(self, territory_id: UUID) -> bool:
        """Whether others lie in it."""
        return any(one.parent_id == territory_id for one in self.items)

    def path(self, territory_id: UUID | None) -> str:
        """Its name after those in which it lies."""
        return SEPARATOR.join(one.name for one in self.above(territory_id)) if territory_id else ""

    def options(self) -> list[tuple[str, str]]:
        """To choose from."""
        return [(str(one.id), self.path(one.id)) for one in self.items]

    def in_force(self, day: date) -> list[UUID]:
        """Those whose days, and the days of all above, have come and are not over."""
        return [t.id for t in self.items if all(one.holds(day) for one in self.above(t.id))]

    def leaves(self, day: date) -> list[UUID]:
        """Those in force in which no other one is: the deepest first, then as the tree has them."""
        alive = set(self.in_force(day))
        inner = {one.parent_id for one in self.items if one.id in alive}
        found = [one for one in self.items if one.id in alive - inner]
        return [one.id for one in sorted(found, key=lambda one: -one.depth)]

    def takers(self, day: date) -> list[Taker]:
        """Who takes companies by a rule, in the order in which they are asked."""
        found = []
        for leaf in self.leaves(day):
            chain = self.above(leaf)
            if chain[-1].node is not None:
                parts = tuple(one.node for one in chain if one.node is not None)
                found.append(Taker(leaf, Group("and", parts), [one.id for one in chain]))
        return found

    @cached_property
    def fields(self) -> frozenset[str]:
        """What the rules look at."""
        return frozenset(name for one in self.items if one.node for name in names_in(one.node))


def names_in(node: Node) -> set[str]:
    """The fields that a filter names."""
    if isinstance(node, Test):
        return {node.field}
    return {name for part in node.parts for name in names_in(part)}


def tree_of(principal: Principal) -> Tree:
    """The territories of the principal's workspace."""
    shape = principal.shape
    return shape.made(KEPT, Tree.read) if isinstance(shape, Shape) else Tree([])


async def tree_now(uow: UnitOfWork, principal: Principal) -> tuple[Tree, Principal]:
    """The same as this transaction has it, and the principal who knows it."""
    fresh = await loading.renewed(uow, principal)
    return tree_of(fresh), fresh


def today() -> date:
    """The day by which territories come into force."""
    return clock.now().date()
