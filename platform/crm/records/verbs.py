"""Records with verbs of their own: qualified, published, approved."""

from typing import Any
from uuid import UUID

from crm.records.reading import View
from crm.records.service import Records
from crm.records.types import Row
from kernel import clock

Links = dict[str, list[UUID]]


class Deciding(Records):
    """The engine's behaviour, and the writing of what a verb decided."""

    async def decided(
        self, before: Row, action: str, values: dict[str, Any], links: Links | None = None
    ) -> View:
        """Write it; `before` is the row, held. The verb has checked who may."""
        row = {**before, **values, "updated_at": clock.now()}
        changed = frozenset(name for name in values if row[name] != before[name])
        await self._update(action, row, before, changed, links or {})
        return await self.get(before["id"])
