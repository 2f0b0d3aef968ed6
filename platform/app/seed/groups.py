"""Made-up segments, and who came into them over the last weeks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.filing import as_json
from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.i18n import lazy, use

# Name, field, value, and the place of the larger group.
_GROUPS: Final = (
    (lazy("Key customers"), "level", "A", None),
    (lazy("Key customers who buy"), "status", "customer", 0),
    (lazy("Fallen asleep"), "status", "dormant", None),
)
LATELY: Final = 26


class Groups:
    """Files three segments with their members."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._rng = workspace.random("segments")

    def run(self, companies: Iterable[dict[str, Any]]) -> None:
        """A smaller group is made of the members of its larger one."""
        members: list[list[dict[str, Any]]] = []
        ids: list[UUID] = []
        begun = self._workspace.now - timedelta(days=90)
        for name, field, value, parent in _GROUPS:
            known = list(companies) if parent is None else members[parent]
            members.append([row for row in known if row[field] == value])
            ids.append(id_at(self._rng, begun))
            with use(self._workspace.language, self._workspace.time_zone):
                said = str(name)
            wish = as_json({"field": field, "op": "eq", "value": value})
            above = None if parent is None else ids[parent]
            boss = self._workspace.members[0].id
            row = (self._workspace.id, ids[-1], "company", said, wish, above, boss, begun)
            self._rows["segment"].append(row)
            for member in members[-1]:
                self._member(ids[-1], member)

    def _member(self, segment: UUID, row: dict[str, Any]) -> None:
        """Half of them came in lately, so that there is a line to look at."""
        chance = row["id"].int // 11
        entered = self._workspace.now - timedelta(days=LATELY + 4)
        if chance % 2:
            entered = self._workspace.now - timedelta(days=chance % LATELY)
        entered = max(entered, row["created_at"])
        found = (self._workspace.id, segment, row["id"], entered, None)
        self._rows["segment_membership"].append(found)
