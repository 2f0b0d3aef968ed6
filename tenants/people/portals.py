"""Portals that a person was let into: a hint for where to go; the portal's own door decides."""

from uuid import UUID

from kernel.transaction import UnitOfWork
from web.shell import Workplace

_OF = """
SELECT w.slug, w.name FROM workspace w WHERE w.status = 'active' AND w.id = ANY(ARRAY(
    SELECT jsonb_array_elements_text(p.preferences -> 'portals')::uuid
    FROM person p WHERE p.id = $1))
ORDER BY w.created_at, w.id
"""
_REMEMBER = """
UPDATE person SET preferences = jsonb_set(preferences, '{portals}',
    coalesce(preferences -> 'portals', '[]') || to_jsonb($2::text))
WHERE id = $1 AND NOT coalesce(preferences -> 'portals', '[]') @> to_jsonb($2::text)
"""
_FORGET = """
UPDATE person SET preferences = jsonb_set(preferences, '{portals}',
    (preferences -> 'portals') - $2::text)
WHERE id = $1 AND preferences -> 'portals' IS NOT NULL
"""


async def remember(uow: UnitOfWork, person_id: UUID) -> None:
    """They were let into the portal of the unit's workspace."""
    await uow.execute(_REMEMBER, person_id, str(uow.tenant_id))


async def forget(uow: UnitOfWork, person_id: UUID) -> None:
    """They were shown out."""
    await uow.execute(_FORGET, person_id, str(uow.tenant_id))


async def portals_of(uow: UnitOfWork, person_id: UUID) -> list[Workplace]:
    """The workspaces whose portal they may try."""
    return [Workplace(row["slug"], row["name"]) for row in await uow.fetch(_OF, person_id)]
