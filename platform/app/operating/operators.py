"""Operators of the console, made from the command line alone, where the machine is."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.people.service import link_ends, new_secret
from kernel import clock
from kernel.addresses import canonical_or_none
from kernel.errors import Conflict, Invalid, NotFound
from kernel.ids import uuid7
from kernel.secret import digest, new_token

_LIST: Final = """
SELECT o.email, o.password_hash IS NOT NULL AS ready, o.created_at, o.closed_at,
       (SELECT max(d.at) FROM operator_deed d WHERE d.operator_id = o.id) AS last_at
FROM operator_account o ORDER BY o.email
"""
_ADD: Final = """
INSERT INTO operator_account (id, email, totp_secret, setup_hash, setup_ends_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING RETURNING id
"""
# Whoever has lost the telephone begins anew; where they were signed in, they are not any more.
_AGAIN: Final = """
UPDATE operator_account SET password_hash = NULL, totp_secret = $2, totp_last_step = NULL,
    setup_hash = $3, setup_ends_at = $4, closed_at = NULL
WHERE id = $1
"""
_CLOSE: Final = """
UPDATE operator_account SET closed_at = $2, password_hash = NULL, setup_hash = NULL WHERE id = $1
"""
_DEED: Final = """
INSERT INTO operator_deed (id, at, operator_id, operator, action) VALUES ($1, $2, $3, $4, $5)
"""


class Operator(msgspec.Struct, frozen=True):
    """An operator in the list; `ready` is whether they have set themselves up."""

    email: str
    ready: bool
    created_at: datetime
    closed_at: datetime | None
    last_at: datetime | None


async def listed(connection: Any) -> list[Operator]:
    """All there ever were."""
    return [Operator(**row) for row in await connection.fetch(_LIST)]


async def add(connection: Any, email: str) -> str:
    """A new operator; the path of the link by which they set themselves up, shown this once."""
    address = canonical_or_none(email)
    if address is None:
        raise Invalid(f"{email} is no email address.")
    async with connection.transaction():
        id, token = uuid7(), new_token()
        ready = (id, address, new_secret(id), digest(token), link_ends(), clock.now())
        if await connection.fetchval(_ADD, *ready) is None:
            raise Conflict(f"{address} is one already. `guanxi operator reset` makes a new link.")
        await connection.execute(_DEED, uuid7(), clock.now(), id, address, "made")
    return f"/operator/set-up/{token}"


async def reset(connection: Any, email: str) -> str:
    """Another link, for whoever lost password or telephone; the old ones open nothing."""
    async with connection.transaction():
        id = await _known(connection, email)
        token = new_token()
        await connection.execute(_AGAIN, id, new_secret(id), digest(token), link_ends())
        await _end_sessions(connection, id)
        await connection.execute(_DEED, uuid7(), clock.now(), id, email, "made")
    return f"/operator/set-up/{token}"


async def close(connection: Any, email: str) -> None:
    """No operator any more, at once; what they did stays on record."""
    async with connection.transaction():
        id = await _known(connection, email)
        await connection.execute(_CLOSE, id, clock.now())
        await _end_sessions(connection, id)
        await connection.execute(_DEED, uuid7(), clock.now(), id, email, "closed")


async def _end_sessions(connection: Any, id: UUID) -> None:
    await connection.execute("DELETE FROM operator_session WHERE operator_id = $1", id)


async def _known(connection: Any, email: str) -> UUID:
    address = canonical_or_none(email) or email
    id: UUID | None = await connection.fetchval(
        "SELECT id FROM operator_account WHERE email = $1", address
    )
    if id is None:
        raise NotFound(f"{email} is no operator. `guanxi operator list` shows them.")
    return id
