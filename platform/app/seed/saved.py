"""Views that a made-up firm keeps: everybody's, the team's, one's own; some of them pinned."""

from typing import Any, Final

from app.seed.filing import as_json
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.ids import derived_id


def _is(field: str, value: str) -> dict[str, str]:
    return {"field": field, "op": "eq", "value": value}


_SOON: Final = {"field": "expected_close", "op": "within", "value": "this_month"}
# Type, names, filter, sort, columns, layout and by what, sharing, pinned.
_VIEWS: Final[tuple[tuple[Any, ...], ...]] = (
    (
        "company", ("Key customers, longest quiet", "重点客户（久未联系）"), _is("level", "A"),
        "last_activity_at",
        ["last_activity_at", "next_action_at", "custom.payment_terms", "city", "owner_id"],
        ("list", ""), "everyone", True,
    ),
    ("company", ("By status", "按状态看板"), {}, "", [], ("kanban", "status"), "everyone", True),
    (
        "contact", ("Decision makers", "决策人"), _is("role", "decision_maker"), "name", [],
        ("list", ""), "team", True,
    ),
    (
        "deal", ("Closing this month", "本月预计成交"),
        {"and": [_is("status", "open"), _SOON]}, "expected_close", [], ("list", ""), "everyone",
        True,
    ),
    ("deal", ("By source", "按来源分组"), {}, "", [], ("group", "source"), "mine", False),
    ("task", ("My month", "我的月历"), {}, "", [], ("calendar", "due_at"), "mine", True),
)  # fmt: skip


def save_views(workspace: Workspace, shelf: Shelf) -> None:
    """The owner made them; the owner and whoever looks through have the pins."""
    tenant, boss = workspace.id, workspace.members[0]
    named = 1 if workspace.language == "zh" else 0
    for place, one in enumerate(_VIEWS):
        type_, names, where, sort, columns, (layout, by), sharing, pinned = one
        made = derived_id(tenant, f"view {place}")
        team = workspace.teams[0].id if sharing == "team" else None
        shelf.rows["view"].append((
            tenant, made, type_, names[named], as_json(where), sort, columns, layout, by, boss.id,
            sharing, team, workspace.created_at,
        ))  # fmt: skip
        readers = {boss.id} if sharing == "mine" else {boss.id, workspace.staff.watched.id}
        if pinned:
            shelf.rows["view_use"] += [
                (tenant, reader, made, True, False) for reader in sorted(readers)
            ]
