"""Signing in and out: a session is a random token; only its hash is kept."""

from typing import Any
from uuid import UUID

from kernel import clock
from kernel.ids import uuid7
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork
from tenants.people.lifetimes import lifetimes

_INSERT = """
INSERT INTO session (id, token_hash, person_id, kind, device, created_at, expires_at,
                     idle_ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def open_session(
    uow: UnitOfWork, person_id: UUID, *, device: str, kind: str = "web", remember: bool = False
) -> str:
    """A new session; its token, which is shown this once.

    One that is to be remembered may lie idle until it expires.
    """
    token, now = new_token(), clock.now()
    ends = now + lifetimes.whole
    idle_ends = ends if remember else min(ends, now + lifetimes.idle)
    await uow.execute(
        _INSERT, uuid7(), digest(token), person_id, kind, device[:200], now, ends, idle_ends
    )
    return token


async def rotate(uow: UnitOfWork, person_id: UUID, *, device: str) -> str:
    """After a change of privilege: every session ends, and this device gets a new one."""
    await end_all(uow, person_id)
    return await open_session(uow, person_id, device=device)


async def end_all(uow: UnitOfWork, person_id: UUID, *, but: UUID | None = None) -> int:
    """Sign out everywhere (`but` here); how many were ended."""
    return await uow.execute(
        "DELETE FROM session WHERE person_id = $1 AND id IS DISTINCT FROM $2", person_id, but
    )


async def end(uow: UnitOfWork, person_id: UUID, session_id: UUID) -> bool:
    """End one of the person's sessions; False if there is none."""
    return bool(
        await uow.execute(
            "DELETE FROM session WHERE person_id = $1 AND id = $2", person_id, session_id
        )
    )


async def sessions_of(uow: UnitOfWork, person_id: UUID) -> list[dict[str, Any]]:
    """Where the person is signed in, newest first."""
    rows = await uow.fetch(
        "SELECT id, kind, device, created_at, expires_at FROM session "
        "WHERE person_id = $1 AND expires_at > now() AND idle_ends_at > now() "
        "ORDER BY created_at DESC",
        person_id,
    )
    return [dict(row) for row in rows]
