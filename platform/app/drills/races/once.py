"""What is good for one use is used by many at once."""

import secrets
from typing import Any

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race
from kernel import clock
from kernel.secret import digest
from tenants.people.tokens import LIFETIMES, RESET

_LINK = """
INSERT INTO person_token (token_hash, person_id, purpose, email, created_at, expires_at)
SELECT $1, p.id, $2, p.email, $3, $4 FROM person p WHERE p.email = $5
RETURNING person_id
"""
_MEMBERS = """
SELECT count(*) FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1 AND p.email = $2
"""
_PEOPLE = "SELECT count(*) FROM person p WHERE p.email = $1"


@race("same Idempotency-Key")
async def same_key(arena: Arena) -> None:
    """One is made, and everybody hears of the same one."""
    name = f"Once {secrets.token_hex(4)}"
    answers = await arena.together(
        arena.asks("POST", "companies", json={"name": name}, headers={"Idempotency-Key": name})
        for _ in arena.clients
    )
    demand(set(statuses(answers)) == {201}, statuses(answers))
    demand(len({answer.content for answer in answers}) == 1, "different answers")
    made = await arena.looker.fetchval(
        "SELECT count(*) FROM company WHERE tenant_id = $1 AND name = $2",
        arena.owner.tenant_id,
        name,
    )
    demand(made == 1, f"{made} were made")


@race("one invitation accepted by many")
async def one_invitation(arena: Arena) -> None:
    """One joins; the others hear that it is spent, or that they tried too often."""
    email = f"guest-{secrets.token_hex(6)}@example.com"
    offer = await arena.ask("POST", "invitations", json={"email": email, "role": "rep"})
    url = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
    said = {"name": "Guest", "password": arena.password}
    answers = await arena.together(arena.asks("POST", url, json=said) for _ in arena.clients)
    demand(statuses(answers).count(201) == 1, statuses(answers))
    demand(set(statuses(answers)) <= {201, 404, 409, 429}, statuses(answers))
    joined = await arena.looker.fetchval(_MEMBERS, arena.owner.tenant_id, email)
    demand(joined == 1, f"{joined} memberships")
    await arena.looker.execute(
        "UPDATE invitation SET created_at = created_at - interval '2 days' WHERE tenant_id = $1",
        arena.owner.tenant_id,
    )


@race("one address signs up twice")
async def one_address(arena: Arena) -> None:
    """One person, whose workspaces are all their own."""
    email = f"twice-{secrets.token_hex(6)}@example.com"
    said = {
        "email": email,
        "password": arena.password,
        "company": "Twice",
        "language": "en",
        "time_zone": "UTC",
    }
    answers = await arena.together(
        arena.asks("POST", "/api/v1/signup", json=said) for _ in arena.clients
    )
    demand(201 in statuses(answers), statuses(answers))  # noqa: PLR2004
    demand(set(statuses(answers)) <= {201, 401, 409, 429}, statuses(answers))
    people = await arena.looker.fetchval(_PEOPLE, email)
    demand(people == 1, f"{people} people of one address")


@race("one link used by many")
async def one_link(arena: Arena) -> None:
    """A forgotten password is set by the first, and the link is gone for the others."""
    token = await _reset_link(arena)
    answers = await arena.together(
        arena.asks("POST", f"/api/v1/password-resets/{token}", json={"password": arena.password})
        for _ in arena.clients
    )
    demand(statuses(answers) == [204] + [404] * (len(answers) - 1), statuses(answers))
    said = {"email": arena.owner.email, "password": arena.password}
    # Setting a password ends all sessions.
    arena.owner.token = (await arena.ask("POST", "/api/v1/sessions", json=said))["token"]


async def _reset_link(arena: Arena) -> Any:
    token, now = secrets.token_urlsafe(32), clock.now()
    await arena.looker.execute(
        _LINK, digest(token), RESET, now, now + LIFETIMES[RESET], arena.owner.email
    )
    return token
