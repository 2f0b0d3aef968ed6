"""Somebody of a made-up partner who signs in to the portal, as an invitation would have let in."""

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from app.seed.ids import id_at
from app.seed.people import named
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.i18n import known_language

_PERSON: Final = """
INSERT INTO person (id, email, name, password_hash, language, time_zone, email_verified_at,
                    created_at, preferences)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, jsonb_build_object('portals', jsonb_build_array($8::text)))
ON CONFLICT (email) DO NOTHING
"""
_KNOWN: Final = "SELECT p.id, p.name FROM person p WHERE p.email = $1"


class Outsider:
    """A person of a partner; their address says of which workspace."""

    def __init__(self, email: str, person_id: UUID, name: str) -> None:
        self._email, self._person_id, self._name = email, person_id, name

    def let_in(self, workspace: Workspace, shelf: Shelf, company_id: UUID) -> None:
        """For this firm, a month ago."""
        at = workspace.now - timedelta(days=30)
        made = id_at(workspace.random("partner user"), at)
        # Of a link that nobody was sent.
        token = sha256(made.bytes).digest()
        boss, until = workspace.members[0].id, at + timedelta(days=7)
        shelf.rows["partner_user"].append((
            workspace.id, made, company_id, self._email, self._name, self._person_id, token, boss,
            at, until, at + timedelta(hours=3),
        ))  # fmt: skip


async def enrol_outsider(connection: Any, workspace: Workspace, password_hash: str) -> Outsider:
    """Their account, with the password of all."""
    rng = workspace.random("outsider")
    email = f"partner@{workspace.slug}.example"
    await connection.execute(
        _PERSON,
        id_at(rng, workspace.created_at),
        email,
        named(rng, workspace.language).full,
        password_hash,
        known_language(workspace.language),
        workspace.time_zone,
        workspace.created_at,
        str(workspace.id),
    )
    row = await connection.fetchrow(_KNOWN, email)
    return Outsider(email, row["id"], row["name"])
