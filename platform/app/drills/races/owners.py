"""Two owners take the workspace from each other."""

import secrets

from app.drills.arena import Arena, Rider
from app.drills.racing import demand, race

_OWNERS = """
SELECT m.id, p.email FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND m.role = 'owner' AND m.status = 'active'
"""


@race("last owner")
async def last_owner(arena: Arena) -> None:
    """Whoever is faster, one stays."""
    firm = arena.owner
    other = await _second_owner(arena)
    ids = await _owners(arena, firm)
    pairs = [(firm, ids[other.email]), (other, ids[firm.email])]
    answers = await arena.together(
        arena.asks("PATCH", f"members/{whom}", by=who, json={"role": "admin"})
        for n in range(len(arena.clients))
        for who, whom in pairs[n % 2 : n % 2 + 1]
    )
    left = await _owners(arena, firm)
    demand(left, "nobody owns the firm", [answer.status_code for answer in answers])
    demand(not any(answer.status_code >= 500 for answer in answers), "a fault")  # noqa: PLR2004
    await arena.looker.execute(
        "UPDATE membership SET role = CASE WHEN id = $2 THEN 'owner' ELSE 'rep' END "
        "WHERE tenant_id = $1",
        firm.tenant_id,
        ids[firm.email],
    )


async def _second_owner(arena: Arena) -> Rider:
    email = f"owner-{secrets.token_hex(6)}@example.com"
    offer = await arena.ask("POST", "invitations", json={"email": email, "role": "owner"})
    url = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
    joined = await arena.ask("POST", url, json={"name": "Other", "password": arena.password})
    await arena.looker.execute(
        "UPDATE invitation SET created_at = created_at - interval '2 days' WHERE tenant_id = $1",
        arena.owner.tenant_id,
    )
    return Rider(joined["token"], email, arena.owner.slug, arena.owner.tenant_id)


async def _owners(arena: Arena, firm: Rider) -> dict[str, str]:
    rows = await arena.looker.fetch(_OWNERS, firm.tenant_id)
    return {row["email"]: row["id"] for row in rows}
