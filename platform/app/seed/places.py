"""A made-up tree of territories, by the cities of a firm's customers."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.filing import as_json
from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace

# The whole, the parts with their cities, and what is left.
_TREES: Final[dict[str, tuple[str, dict[str, tuple[str, ...]], str]]] = {
    "en": (
        "All customers",
        {
            "North": (
                "Leeds", "Sheffield", "Leicester", "Newcastle", "Edinburgh", "Glasgow",
                "Liverpool", "Manchester",
            ),
            "South": ("London", "Bristol", "Reading", "Birmingham"),
        },
        "Abroad",
    ),
    "zh": (
        "全国",
        {
            "华东": (
                "上海", "苏州", "杭州", "宁波", "南京", "无锡", "常州", "合肥", "温州", "台州",
                "嘉兴", "绍兴", "厦门",
            ),
            "华北": ("北京", "天津", "青岛", "济南", "郑州", "沈阳", "大连"),
            "华南": ("广州", "深圳", "佛山", "东莞"),
        },
        "中西部",
    ),
}  # fmt: skip


class Places:
    """Files the tree, who works there, and since when each company lies in it."""

    def __init__(self, workspace: Workspace, shelf: Shelf) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._rng = workspace.random("territories")
        self._begun = workspace.now - timedelta(days=300)

    def run(self, companies: Iterable[dict[str, Any]]) -> None:
        """The reps are dealt out among the parts."""
        whole, parts, rest = _TREES[self._workspace.language]
        root = self._territory(whole, None, None, 0)
        where: dict[str, UUID] = {}
        leaves = []
        for place, (name, cities) in enumerate(parts.items(), 1):
            wish = {"field": "city", "op": "in", "value": list(cities)}
            leaves.append(self._territory(name, root, wish, place))
            where |= dict.fromkeys(cities, leaves[-1])
        leaves.append(self._territory(rest, root, {"and": []}, len(leaves) + 1))
        for turn, rep in enumerate(self._workspace.staff.reps):
            work = (self._workspace.id, leaves[turn % len(leaves)], rep.id)
            self._rows["territory_member"].append(work)
        for row in companies:
            since = max(row["created_at"], self._begun)
            stay = (row["id"], where.get(row["city"], leaves[-1]), False, since)
            made = id_at(self._rng, since)
            self._rows["territory_span"].append((self._workspace.id, made, *stay))

    def _territory(
        self, name: str, parent: UUID | None, wish: dict[str, Any] | None, place: int
    ) -> UUID:
        made = id_at(self._rng, self._begun)
        said = None if wish is None else as_json(wish)
        boss = next((m.id for m in self._workspace.members if m.role == "manager"), None)
        row = (self._workspace.id, made, name, parent, boss, said, place, self._begun)
        self._rows["territory"].append(row)
        return made
