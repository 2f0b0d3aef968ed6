"""Records that change hands: only by the rules, and always with a span."""

from typing import Any
from uuid import UUID

from crm.customers.ownership.room import demand_room
from crm.customers.parameters.service import Known, parameters
from crm.customers.protection.service import demand_free
from crm.records.service import Records
from crm.records.types import Row
from kernel import clock

_TEAM = "SELECT m.team_id FROM membership m WHERE m.tenant_id = $1 AND m.id = $2"


class Handed(Records):
    """The engine's behaviour, and changing hands with a span.

    `capped` is off where a member must take over more than the firm allows otherwise.
    """

    capped = True

    async def hand_over(
        self, before: Row, member_id: UUID | None, action: str, reason: str = ""
    ) -> None:
        """Give a row that is held to a member, or to nobody; the caller has checked who may."""
        team = None
        if member_id is not None:
            team = await self.uow.fetchval(_TEAM, self.principal.tenant_id, member_id)
        row = {**before, "owner_id": member_id, "team_id": team, "updated_at": clock.now()}
        self.received(row)
        changed = frozenset(n for n, value in row.items() if value != before[n]) - {"updated_at"}
        if changed:
            await self._update(action, row, before, changed, {}, reason)

    def received(self, row: dict[str, Any], /) -> None:
        """Hook: what else is different of a row that was given to somebody, or to nobody."""


class Owned(Handed):
    """What must hold when the owner of a customer changes."""

    async def ready(self, values: dict[str, Any]) -> dict[str, Any]:
        """Whoever will own it needs room for it."""
        known = await parameters(self.uow)
        owner = values.get("owner_id", self.principal.member_id)
        if owner is not None:
            await demand_room(self.uow, known.rules, owner)
        return await self.numbered(known, values)

    async def numbered(self, _known: Known, values: dict[str, Any], /) -> dict[str, Any]:
        """Hook: with its number, where the firm numbers them."""
        return values

    async def _update(
        self,
        action: str,
        row: dict[str, Any],
        before: Row,
        changed: frozenset[str],
        links: dict[str, list[UUID]],
        reason: str = "",
    ) -> None:
        if row["owner_id"] != before["owner_id"]:
            await demand_free(self.uow, self.principal, before)
            if self.capped and row["owner_id"] is not None:
                await demand_room(self.uow, (await parameters(self.uow)).rules, row["owner_id"])
        await super()._update(action, row, before, changed, links, reason)
