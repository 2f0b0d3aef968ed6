"""People from outside: found, let in again, believed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from kernel import clock
from kernel.addresses import canonical_or_none
from kernel.database import Database
from kernel.errors import NotFound
from kernel.transaction import UnitOfWork
from tenants.people import sessions, tokens

_LIST = """
SELECT p.id, p.email, p.name, p.email_verified_at IS NOT NULL AS verified,
       p.totp_enabled_at IS NOT NULL AS second_factor, p.created_at, p.closed_at,
       ARRAY(SELECT w.slug || ':' || m.role FROM membership m
             JOIN workspace w ON w.id = m.tenant_id
             WHERE m.person_id = p.id AND m.status = 'active' ORDER BY w.slug) AS workspaces
FROM person p
WHERE ($1::text IS NULL OR p.email = $1) AND ($2::text IS NULL OR EXISTS (
    SELECT 1 FROM membership m JOIN workspace w ON w.id = m.tenant_id
    WHERE m.person_id = p.id AND m.status = 'active' AND w.slug = $2))
ORDER BY p.email LIMIT $3
"""


class Listed(msgspec.Struct, frozen=True):
    """A person in an operator's list."""

    id: UUID
    email: str
    name: str
    verified: bool
    second_factor: bool
    created_at: datetime
    closed_at: datetime | None
    workspaces: list[str]


async def listed(
    connection: Any, *, email: str | None = None, workspace: str | None = None, limit: int = 1000
) -> list[Listed]:
    """Everybody, somebody by address, or the members of a workspace."""
    address = canonical_or_none(email) or email if email else None
    return [Listed(**row) for row in await connection.fetch(_LIST, address, workspace, limit)]


async def reset_link(database: Database, email: str) -> str:
    """The path of a new link to set a password, for the operator to hand over."""
    uow = await UnitOfWork(database).begin_outside()
    try:
        person = await _person(uow, email)
        token = await tokens.issue(uow, person["id"], tokens.RESET, person["email"])
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await uow.finish(commit=False)
    return f"/reset/{token}"


async def verify(database: Database, email: str) -> None:
    """Believe that the address is theirs; sessions opened before end, as with the letter."""
    uow = await UnitOfWork(database).begin_outside()
    try:
        person = await _person(uow, email)
        await uow.execute(
            "UPDATE person SET email_verified_at = coalesce(email_verified_at, $2) WHERE id = $1",
            person["id"],
            clock.now(),
        )
        if person["email_verified_at"] is None:
            await sessions.end_all(uow, person["id"])
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await uow.finish(commit=False)


async def _person(uow: UnitOfWork, email: str) -> Any:
    row = await uow.fetchrow(
        "SELECT id, email, email_verified_at FROM person WHERE email = $1 AND closed_at IS NULL",
        canonical_or_none(email) or email,
    )
    if row is None:
        raise NotFound(f"Nobody has an open account with the address {email}.")
    return row
