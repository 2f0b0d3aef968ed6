"""What moved into a territory goes to who works there, each by the rules of owners."""

from typing import Any
from uuid import UUID

import asyncpg

from crm.customers.ownership.records import Owned
from crm.customers.territory.placing import Move
from crm.customers.territory.tree import Tree
from crm.customers.territory.wishes import Transfer
from crm.records.service import service_of
from kernel.errors import Refused
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_ACTIVE = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.status = 'active' AND m.id = ANY($2)
"""


def heirs(tree: Tree, territory_id: UUID | None, transfer: Transfer) -> list[UUID]:
    """Who may get what moves there: its manager, or its members; else those of the one above."""
    if transfer == "none" or territory_id is None:
        return []
    for one in tree.above(territory_id)[::-1]:
        if transfer == "manager" and one.manager_id is not None:
            return [one.manager_id]
        if transfer == "round_robin" and one.members:
            return one.members
    return []


def stays(tree: Tree, territory_id: UUID | None, owner_id: UUID | None) -> bool:
    """Whether the owner works there already."""
    one = tree.get(territory_id)
    return one is not None and owner_id in {one.manager_id, *one.members} - {None}


class Giving:
    """`turns` counts what each territory gave, so that its members get the same."""

    def __init__(
        self,
        uow: UnitOfWork,
        acting: Principal,
        tree: Tree,
        transfer: Transfer,
        turns: dict[str, int],
    ) -> None:
        self._uow = uow
        self._tree = tree
        self._transfer = transfer
        self._records: Any = service_of("company", uow, acting)
        self.turns = turns
        self.given = 0
        self.left_alone = 0

    async def give(self, move: Move) -> None:
        """To the next one; one that is protected, or whom nobody has room for, stays."""
        wanted = heirs(self._tree, move.due, self._transfer)
        if not wanted:
            return
        active = {row["id"] for row in await self._uow.fetch(_ACTIVE, self._uow.tenant_id, wanted)}
        turn = self.turns.get(str(move.due), 0)
        first = turn % len(wanted)
        for place, heir in enumerate(wanted[first:] + wanted[:first]):
            if heir in active and (done := await self._give(move, heir)) is not None:
                self.given += done
                self.turns[str(move.due)] = turn + done * (place + 1)
                return
        self.left_alone += 1

    async def _give(self, move: Move, heir: UUID) -> bool | None:
        """Whether it has another owner now; None where it was refused."""
        records: Owned = self._records
        try:
            async with self._uow.savepoint():
                row = await records.changeable(move.record_id)
                if stays(self._tree, move.due, row["owner_id"]):
                    return False
                why = _("Territory: %(name)s") % {"name": self._tree.path(move.due)}
                await records.hand_over(row, heir, "transferred", why)
        except (Refused, asyncpg.IntegrityConstraintViolationError):
            return None
        return True
