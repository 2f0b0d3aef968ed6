"""A member as a principal, without a session: for chats, jobs and what the product says itself."""

from uuid import UUID

from kernel.principal import Principal, Via
from kernel.transaction import UnitOfWork
from tenants.access.lookup import FLAGS, admitted, principal_of

_MEMBER = f"""
SELECT m.tenant_id, w.slug, w.name AS workspace, w.currency, w.unindexed, m.id AS member_id,
       m.person_id, coalesce(nullif(m.name, ''), p.name) AS name, p.email, m.role,
       NULL::text[] AS scopes, m.team_id, m.team_ids, p.language, p.time_zone, 'system' AS via,
       NULL::uuid AS session_id, p.email_verified_at IS NOT NULL AS verified,
       r.name AS role_name, r.about AS role_about, r.rights AS role_rights, r.veils AS role_veils,
       w.shape_version, w.entitled, m.seatless_from, {FLAGS} AS flags, NULL::jsonb AS visit
FROM membership m
JOIN workspace w ON w.id = m.tenant_id AND w.status = 'active'
JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
LEFT JOIN role r ON r.tenant_id = $1 AND r.code = m.role
WHERE m.tenant_id = $1 AND m.status = 'active'
"""


async def member(
    uow: UnitOfWork, tenant_id: UUID, member_id: UUID, *, via: Via = "bot"
) -> Principal | None:
    """An active member of the workspace, or None."""
    row = await uow.fetchrow(f"{_MEMBER} AND m.id = $2", tenant_id, member_id)
    return await admitted(uow, row, via=via) if row is not None else None


async def members(uow: UnitOfWork) -> list[Principal]:
    """All active members of the unit's workspace, to look at what they may; without its shape."""
    rows = await uow.fetch(f"{_MEMBER} ORDER BY m.tenant_id, m.id", uow.tenant_id)
    return [principal_of(row, via="bot") for row in rows]


async def person(
    uow: UnitOfWork, tenant_id: UUID, person_id: UUID, *, via: Via = "bot"
) -> Principal | None:
    """A person in the workspace, or None; held, so that nobody is shown out meanwhile."""
    row = await uow.fetchrow(f"{_MEMBER} AND m.person_id = $2 FOR SHARE OF m", tenant_id, person_id)
    return await admitted(uow, row, via=via) if row is not None else None
