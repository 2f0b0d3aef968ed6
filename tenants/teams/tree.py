"""The tree of teams: who is below whom, kept in every member's row."""

from typing import Any
from uuid import UUID

from kernel.transaction import UnitOfWork

_BELOW = """
WITH RECURSIVE below AS (
    SELECT t.id FROM team t WHERE t.tenant_id = $1 AND t.id = $2
    UNION
    SELECT t.id FROM below b JOIN team t ON t.tenant_id = $1 AND t.parent_id = b.id
)
SELECT id FROM below
"""
# One row per (root, team below it), then each member's list from their own team's.
_RENEW = """
WITH RECURSIVE below AS (
    SELECT t.id AS root, t.id FROM team t WHERE t.tenant_id = $1
    UNION
    SELECT b.root, t.id FROM below b JOIN team t ON t.tenant_id = $1 AND t.parent_id = b.id
), lists AS (
    SELECT root, array_agg(id ORDER BY id) AS ids FROM below GROUP BY root
)
UPDATE membership m SET team_ids = lists.ids FROM lists
WHERE m.tenant_id = $1 AND m.team_id = lists.root AND m.team_ids IS DISTINCT FROM lists.ids
"""


async def below(uow: UnitOfWork, team_id: UUID | None) -> list[UUID]:
    """The team and all below it."""
    if team_id is None:
        return []
    return [row["id"] for row in await uow.fetch(_BELOW, uow.tenant_id, team_id)]


async def renew(uow: UnitOfWork) -> None:
    """Bring every member's list up to date with the tree."""
    await uow.execute(_RENEW, uow.tenant_id)


async def teams(uow: UnitOfWork) -> list[dict[str, Any]]:
    """All teams in the order of the tree, each with its depth and how many belong to it."""
    rows = await uow.fetch(
        "SELECT t.id, t.name, t.parent_id, (SELECT count(*) FROM membership m "
        "WHERE m.tenant_id = $1 AND m.team_id = t.id AND m.status = 'active') AS members "
        "FROM team t WHERE t.tenant_id = $1 ORDER BY t.tenant_id, lower(t.name), t.id",
        uow.tenant_id,
    )
    children: dict[UUID | None, list[Any]] = {}
    for row in rows:
        children.setdefault(row["parent_id"], []).append(row)
    found: list[dict[str, Any]] = []

    def walk(parent: UUID | None, depth: int) -> None:
        for row in children.get(parent, []):
            found.append({**dict(row), "depth": depth})
            walk(row["id"], depth + 1)

    walk(None, 0)
    return found
