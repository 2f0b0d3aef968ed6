"""Links sent by mail: random, kept as a hash, for one purpose, used once."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kernel import clock
from kernel.errors import Refused
from kernel.i18n import _
from kernel.secret import digest, new_token
from kernel.transaction import UnitOfWork

VERIFY: Final = "verify"
RESET: Final = "reset"
CHANGE: Final = "email"
LIFETIMES: Final = {
    VERIFY: timedelta(days=3),
    RESET: timedelta(hours=1),
    CHANGE: timedelta(hours=1),
}


class LinkSpent(Refused):
    """Used, replaced, expired or unknown: the same answer."""

    status = 404
    code = "link_spent"

    def default(self) -> str:
        return _("This link is no longer valid. Ask for a new one.")


async def issue(uow: UnitOfWork, person_id: UUID, purpose: str, email: str) -> str:
    """A new link's token; the ones before it for the same purpose die."""
    await forget(uow, person_id, purpose)
    token, now = new_token(), clock.now()
    await uow.execute(
        "INSERT INTO person_token (token_hash, person_id, purpose, email, created_at, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        digest(token),
        person_id,
        purpose,
        email,
        now,
        now + LIFETIMES[purpose],
    )
    return token


async def redeem(uow: UnitOfWork, token: str, purpose: str) -> Any:
    """The link's row, which is gone hereafter; raises `LinkSpent` where there is none."""
    row = await uow.fetchrow(
        "DELETE FROM person_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 "
        "RETURNING person_id, email",
        digest(token),
        purpose,
        clock.now(),
    )
    if row is None:
        raise LinkSpent
    return row


async def is_live(uow: UnitOfWork, token: str, purpose: str) -> bool:
    """Whether the link would work."""
    return bool(
        await uow.fetchval(
            "SELECT true FROM person_token "
            "WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3",
            digest(token),
            purpose,
            clock.now(),
        )
    )


async def forget(uow: UnitOfWork, person_id: UUID, purpose: str | None = None) -> None:
    """Let the person's links die: of one purpose, or all."""
    await uow.execute(
        "DELETE FROM person_token WHERE person_id = $1 AND ($2::text IS NULL OR purpose = $2)",
        person_id,
        purpose,
    )


async def sent_lately(uow: UnitOfWork, person_id: UUID, purpose: str) -> bool:
    """Whether such a letter went out within the last minute."""
    return bool(
        await uow.fetchval(
            "SELECT true FROM person_token "
            "WHERE person_id = $1 AND purpose = $2 AND created_at > $3",
            person_id,
            purpose,
            clock.now() - timedelta(minutes=1),
        )
    )
