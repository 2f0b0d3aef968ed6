"""The workspace itself and the people in it, as sign-up would have made them."""

from typing import Any
from uuid import UUID

from app.seed.ids import id_at
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.i18n import known_language

_WORKSPACE = """
INSERT INTO workspace (id, slug, name, language, time_zone, currency, created_at, shape_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
"""
_PEOPLE = """
INSERT INTO person (id, email, name, password_hash, language, time_zone, email_verified_at,
                    created_at)
SELECT p.id, p.email, p.name, $5, p.language, p.time_zone, $6, $6
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $7::text[])
     AS p (id, email, name, language, time_zone)
ON CONFLICT (email) DO NOTHING
"""
_KNOWN = "SELECT p.email, p.id FROM person p WHERE p.email = ANY($1::text[])"
_COLORS = ("blue", "amber", "green", "violet", "red", "grey")


async def open_workspace(
    connection: Any, workspace: Workspace, shelf: Shelf, known: dict[str, UUID]
) -> dict[str, UUID]:
    """The workspace, its teams, members and tags; the tags' ids by name."""
    await connection.execute(
        _WORKSPACE,
        workspace.id,
        workspace.slug,
        workspace.name,
        known_language(workspace.language),
        workspace.time_zone,
        workspace.currency,
        workspace.created_at,
    )
    tenant, rows = workspace.id, shelf.rows
    rows["team"] += [
        (tenant, team.id, team.name, team.parent_id, workspace.created_at)
        for team in workspace.teams
    ]
    below = _teams_below(workspace)
    rows["membership"] += [
        (
            tenant,
            member.id,
            known[member.person.email],
            member.role,
            member.team_id,
            below[member.team_id] if member.team_id else [],
            member.person.name,
            member.created_at,
        )
        for member in workspace.members
    ]
    rng = workspace.random("tags")
    tags = {name: id_at(rng, workspace.created_at) for name in workspace.tags}
    rows["tag"] += [
        (tenant, tag, name, _COLORS[place % len(_COLORS)])
        for place, (name, tag) in enumerate(tags.items())
    ]
    return tags


async def enrol(connection: Any, workspace: Workspace, password_hash: str) -> dict[str, UUID]:
    """Make the people who are not known yet; all their ids by address.

    Outside of the workspace's transaction, for a person may be in two that are loaded at once.
    """
    rng = workspace.random("people")
    people = sorted((member.person for member in workspace.members), key=lambda p: p.email)
    await connection.execute(
        _PEOPLE,
        [id_at(rng, workspace.created_at) for _ in people],
        [person.email for person in people],
        [person.name for person in people],
        [known_language(person.language) for person in people],
        password_hash,
        workspace.created_at,
        [person.time_zone for person in people],
    )
    found = await connection.fetch(_KNOWN, [person.email for person in people])
    return {row["email"]: row["id"] for row in found}


def _teams_below(workspace: Workspace) -> dict[UUID, list[UUID]]:
    below: dict[UUID, list[UUID]] = {}
    for team in reversed(workspace.teams):
        below[team.id] = [team.id, *below.get(team.id, [])]
        if team.parent_id:
            below.setdefault(team.parent_id, []).extend(below[team.id])
    return below
