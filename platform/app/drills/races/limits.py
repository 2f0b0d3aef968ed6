"""What a workspace may have so many of: the last place is taken once (threat E78)."""

import secrets
from typing import Any, Final

import msgspec

from app.drills.arena import Arena, statuses
from app.drills.racing import demand, race
from crm.records.beside.tags import MAX_TAGS
from crm.records.exporting.service import AT_ONCE as EXPORTS
from tenants.keys.service import MOST as MAX_KEYS
from tenants.members.service import PER_HOUR
from tenants.roles.service import MOST as MAX_ROLES
from tenants.teams.service import MOST as MAX_TEAMS


class Place(msgspec.Struct, frozen=True):
    """`fill` takes all places but one, as `$1` the workspace and `$2` how many to take."""

    path: str
    table: str
    most: int
    fill: str
    body: dict[str, Any]
    counted: str = "true"
    refused: int = 409


_KEY: Final = """
INSERT INTO api_key (tenant_id, id, name, prefix, key_hash, member_id, scopes, created_at)
SELECT $1, gen_random_uuid(), 'x', 'x', sha256(gen_random_uuid()::text::bytea), m.id, '{read}',
    now()
FROM generate_series(1, $2), membership m WHERE m.tenant_id = $1 AND m.role = 'owner'
LIMIT $2
"""
_INVITATION: Final = """
INSERT INTO invitation (tenant_id, id, email, role, token_hash, invited_by, created_at, expires_at)
SELECT $1, gen_random_uuid(), 'x' || n || '@example.com', 'rep',
    sha256(gen_random_uuid()::text::bytea), m.id, now(), now()
FROM generate_series(1, $2) n, membership m WHERE m.tenant_id = $1 AND m.role = 'owner'
"""
_NAMED: Final = """
INSERT INTO {table} (tenant_id, id, name{more}) SELECT $1, gen_random_uuid(), 'x' || n{values}
FROM generate_series(1, $2) n
"""
_ROLE: Final = """
INSERT INTO role (tenant_id, id, code, name, rights, created_at, updated_at)
SELECT $1, gen_random_uuid(), 'x' || n, 'x' || n, '{}', now(), now() FROM generate_series(1, $2) n
"""
_EXPORT: Final = """
INSERT INTO export (tenant_id, id, member_name, state, total, created_at, expires_at)
SELECT $1, gen_random_uuid(), '', 'making', 1, now(), now() + interval '1 day'
FROM generate_series(1, $2)
"""
PLACES: Final = {
    "tags": Place(
        "tags",
        "tag",
        MAX_TAGS,
        _NAMED.format(table="tag", more=", color", values=", 'grey'"),
        {},
    ),
    "teams": Place(
        "teams",
        "team",
        MAX_TEAMS,
        _NAMED.format(table="team", more=", created_at", values=", now()"),
        {},
    ),
    "keys": Place("keys", "api_key", MAX_KEYS, _KEY, {"scopes": ["read"]}),
    "roles": Place("roles", "role", MAX_ROLES, _ROLE, {}),
    "exports": Place("exports", "export", EXPORTS, _EXPORT, {}, "t.state = 'making'"),
    "invitations": Place(
        "invitations", "invitation", PER_HOUR, _INVITATION, {"role": "rep"}, refused=429
    ),
}


async def last_place(arena: Arena, name: str) -> None:
    """One gets it, the others are told clearly; and a place that is given up is free again."""
    place, firm = PLACES[name], await arena.found()
    count = f"SELECT count(*) FROM {place.table} t WHERE t.tenant_id = $1 AND {place.counted}"
    there = await arena.looker.fetchval(count, firm.tenant_id)
    await arena.looker.execute(place.fill, firm.tenant_id, place.most - 1 - there)
    answers = await arena.together(
        arena.asks("POST", place.path, by=firm, json=_body(name, place)) for _ in arena.clients
    )
    held = await arena.looker.fetchval(count, firm.tenant_id)
    demand(held == place.most, f"{held} of {place.most} {name}", statuses(answers))
    refused = statuses(answers)
    refused.remove(201)
    demand(set(refused) == {place.refused}, statuses(answers))


def _body(name: str, place: Place) -> dict[str, Any] | None:
    mark = secrets.token_hex(6)
    match name:
        case "exports":
            return None
        case "invitations":
            return {"email": f"{mark}@example.com", **place.body}
    return {"name": mark, **place.body}


for _name in PLACES:

    async def _round(arena: Arena, name: str = _name) -> None:
        await last_place(arena, name)

    race(f"the last of the {_name}")(_round)
