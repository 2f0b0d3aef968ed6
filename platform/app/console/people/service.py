"""Operators come in: a link to set up, then a password and a code each time."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import pyotp

from app.console.work import OperatorWork
from kernel import clock, limits
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.secret import box, digest, new_token
from tenants.people import passwords
from tenants.people.authenticator import Prepared, prepared
from tenants.people.second_factor import about, step_of
from tenants.people.signin import WrongCredentials
from tenants.people.tokens import LinkSpent

WHOLE: Final = timedelta(hours=10)
IDLE: Final = timedelta(hours=1)

_IDENTIFY: Final = """
UPDATE operator_session s SET idle_ends_at = LEAST(s.expires_at, $2::timestamptz + $3::interval)
FROM operator_account o
WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.idle_ends_at > $2
    AND o.id = s.operator_id AND o.closed_at IS NULL
RETURNING o.id, o.email, o.time_zone, s.id AS session_id
"""
_KNOWN: Final = """
SELECT o.id, o.email, o.password_hash, o.totp_secret FROM operator_account o
WHERE o.email = $1 AND o.closed_at IS NULL
"""
_STEP: Final = """
UPDATE operator_account o SET totp_last_step = $2
WHERE o.id = $1 AND (o.totp_last_step IS NULL OR o.totp_last_step < $2)
"""
_OPEN: Final = """
INSERT INTO operator_session (id, token_hash, operator_id, created_at, expires_at, idle_ends_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
_SETTING_UP: Final = """
SELECT o.id, o.email, o.totp_secret FROM operator_account o
WHERE o.setup_hash = $1 AND o.setup_ends_at > $2 AND o.closed_at IS NULL
"""
_SET_UP: Final = """
UPDATE operator_account SET password_hash = $2, totp_last_step = $3, time_zone = $4,
    setup_hash = NULL, setup_ends_at = NULL
WHERE id = $1
"""


class Named(msgspec.Struct, frozen=True):
    """Who does it, for both audits: an operator, or whoever may command the machine."""

    id: UUID | None
    email: str


class Acting(Named, frozen=True):
    """An operator at work in the console."""

    id: UUID
    time_zone: str
    session_id: UUID


class Session(msgspec.Struct, frozen=True):
    """A new session: its token, shown this once, and how long it lasts."""

    token: str
    operator: Acting


async def identify(work: OperatorWork, token: str) -> Acting | None:
    """Whose live session it is; being used, it lives on."""
    row = await work.fetchrow(_IDENTIFY, digest(token), clock.now(), IDLE)
    return None if row is None else Acting(**row)


async def sign_in(
    work: OperatorWork, *, address: str, password: str, code: str, tries: tuple[str, ...]
) -> Session:
    """Password and code together; which of them was wrong is not said."""
    row: Any = await work.fetchrow(_KNOWN, address)
    right = await passwords.matches(password, row["password_hash"] if row else None)
    if not right or not await _is_code(work, row, code):
        raise WrongCredentials(_("The address, the password or the code is wrong."))
    for key in tries:
        await limits.forget(work, key)
    return await _opened(work, row["id"], address)


async def _is_code(work: OperatorWork, row: Any, code: str) -> bool:
    """Right, and not used before."""
    step = step_of(row["totp_secret"], row["id"], code) if row["totp_secret"] else None
    return step is not None and bool(await work.execute(_STEP, row["id"], step))


async def _opened(work: OperatorWork, operator_id: UUID, email: str) -> Session:
    token, now, id = new_token(), clock.now(), uuid7()
    ends = now + WHOLE
    await work.execute("DELETE FROM operator_session WHERE expires_at <= $1", now)
    await work.execute(_OPEN, id, digest(token), operator_id, now, ends, min(ends, now + IDLE))
    return Session(token, Acting(operator_id, email, "UTC", id))


async def sign_out(work: OperatorWork, me: Acting) -> None:
    """Everywhere: an operator has one place to work from."""
    await work.execute("DELETE FROM operator_session WHERE operator_id = $1", me.id)


async def setting_up(work: OperatorWork, token: str) -> tuple[UUID, str, Prepared]:
    """Whose link it is, and the secret for the authenticator; raises `LinkSpent`."""
    row: Any = await work.fetchrow(_SETTING_UP, digest(token), clock.now())
    if row is None:
        raise LinkSpent
    secret = box().open(row["totp_secret"], about=about(row["id"]))
    return row["id"], row["email"], prepared(secret, row["email"])


async def set_up(
    work: OperatorWork, token: str, *, password: str, code: str, time_zone: str
) -> Session:
    """A password, and the first code of the authenticator: from now on both are asked for."""
    id, email, waiting = await setting_up(work, token)
    passwords.demand_sound(password)
    step = _first_step(id, waiting, code)
    if step is None:
        raise Invalid(fields={"code": _("This code is wrong. Check the clock of your phone.")})
    hashed = await passwords.hashed(password)
    await work.execute(_SET_UP, id, hashed, step, time_zone)
    return await _opened(work, id, email)


def _first_step(id: UUID, waiting: Prepared, code: str) -> int | None:
    return step_of(box().seal(waiting.secret, about=about(id)), id, code)


def new_secret(operator_id: UUID) -> str:
    """A sealed secret for an authenticator."""
    return box().seal(pyotp.random_base32(), about=about(operator_id))


def link_ends() -> datetime:
    """A link that is printed is used soon, or made again."""
    return clock.now() + timedelta(hours=24)
