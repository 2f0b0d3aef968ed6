"""Knowledge as one member sees it, and its course in the hands of curators."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from crm.knowledge.item import course
from crm.knowledge.item.model import CURATES, KNOWLEDGE
from crm.knowledge.item.ports import published
from crm.records.pointing import known_ids
from crm.records.reading import View
from crm.records.service import serve
from crm.records.types import Row
from crm.records.verbs import Deciding
from kernel import clock
from kernel.errors import Forbidden, Invalid, Refused
from kernel.i18n import _
from kernel.texts import begun

TITLE_LENGTH: Final = 80
# What a verb sets and no form may.
_BY_VERB: Final = ("source_id",)
_PLACES: Final = {"stage_id": "stage", "segment_id": "segment"}
_IS_THERE: Final = "SELECT TRUE FROM {table} p WHERE p.tenant_id = $1 AND p.id = $2"
_PUBLISHED: Final = """
SELECT k.id FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[]) AND k.edition >= 1 ORDER BY k.tenant_id, k.id
"""


@serve
class Knowledge(Deciding):
    """The engine's behaviour, and the course of a piece of knowledge."""

    kind = KNOWLEDGE

    async def ready(self, values: dict[str, Any]) -> dict[str, Any]:
        await self._demand_places(values)
        return values

    async def edit(self, record_id: UUID, values: dict[str, Any], version: int | None) -> View:
        """Changed; for stages and segments that there are."""
        await self._demand_places(values)
        return await super().edit(record_id, values, version)

    async def _demand_places(self, values: dict[str, Any]) -> None:
        for name, table in _PLACES.items():
            said = values.get(name)
            if said is not None and not await self.uow.fetchval(
                _IS_THERE.format(table=table), self.principal.tenant_id, said
            ):
                raise Invalid(fields={name: _("There is no such thing here.")})

    def complete(self, row: dict[str, Any], values: dict[str, Any], /) -> None:
        row.update({name: values[name] for name in _BY_VERB if name in values})
        if not row["name"]:
            row["name"] = begun(row["text"], TITLE_LENGTH)

    def demand_change(self, row: Row) -> None:
        """What everybody reads is changed by curators."""
        super().demand_change(row)
        if row["state"] in {"published", "retired"} and not self.principal.may(CURATES):
            raise Forbidden

    async def curate(self, item_id: UUID) -> View:
        """Put in order."""
        before = await self.changeable(item_id, "transfer")
        return await self.decided(before, "curated", course.curate(before))

    async def revive(self, item_id: UUID) -> View:
        """A retired one, on the table again."""
        before = await self.changeable(item_id, "transfer")
        return await self.decided(before, "curated", course.take_back(before))

    async def publish(self, item_id: UUID, review_due: date | None = None) -> View:
        """For everybody; those whose place it takes are retired."""
        before = await self.changeable(item_id, "transfer")
        values = course.publish(before, clock.now(), review_due)
        replaced = known_ids(before, "replaces")
        # What was never published stays its maker's: everybody would read its name here.
        shown = await self.uow.fetch(_PUBLISHED, self.principal.tenant_id, replaced)
        links = {"replaces": [row["id"] for row in shown]} if replaced else {}
        await self.decided(before, "published", values, links)
        for old in replaced:
            await self._give_way(old)
        for hear in published:
            await hear(self.uow, self.principal, before)
        return await self.get(item_id)

    async def retire(self, item_id: UUID) -> View:
        """For nobody any more."""
        before = await self.changeable(item_id, "transfer")
        return await self.decided(before, "retired", course.retire(before))

    async def settle(self, item_id: UUID) -> View:
        """A person looked at the contradiction: this one holds."""
        before = await self.changeable(item_id, "transfer")
        return await self.decided(before, "settled", {"disputed": False}, {"contradicts": []})

    async def _give_way(self, old: UUID) -> None:
        """Retired, unless it is gone, or another curator's."""
        try:
            async with self.uow.savepoint():
                await self.retire(old)
        except Refused:
            return
