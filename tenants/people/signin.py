"""Signing in: address, password and, where set up, a second factor."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from kernel import clock, limits
from kernel.addresses import canonical_or_none
from kernel.database import Database
from kernel.errors import Unauthenticated
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.access.client import Visitor
from tenants.people import passwords
from tenants.people.second_factor import SecondFactorNeeded, demand_second_factor
from tenants.people.sessions import open_session
from web.seal import seal, unseal

WINDOW: Final = 900
BY_CLIENT, BY_PERSON, BY_ACCOUNT = 100, 10, 50
PROOF: Final = "password was right"
PROOF_LIFETIME: Final = timedelta(minutes=5)
KNOWN: Final = "known device"

_PERSON = """
SELECT id, email, password_hash, totp_secret, totp_enabled_at FROM person
WHERE email = $1 AND closed_at IS NULL
"""


class WrongCredentials(Unauthenticated):
    """The same words for an unknown address and a wrong password."""

    code = "wrong_credentials"

    def default(self) -> str:
        return _("The address or the password is wrong.")


async def count_try(database: Database, address: str, visitor: Visitor) -> tuple[str, ...]:
    """Count an attempt by client, by person and client, and over all clients by account.

    A known device is not shut out by what strangers try elsewhere. Returns the person's keys,
    for a sign-in that succeeds to forget.
    """
    by_client = BY_CLIENT * visitor.patience
    await limits.hit(database, f"signin:client:{visitor.address}", limit=by_client, seconds=WINDOW)
    known = unseal(KNOWN, visitor.known_device) == address
    key = f"signin:person:{address}:{'known' if known else visitor.address}"
    await limits.hit(database, key, limit=BY_PERSON, seconds=WINDOW)
    if known:
        return (key,)
    account = f"signin:account:{address}"
    await limits.hit(database, account, limit=BY_ACCOUNT, seconds=WINDOW)
    return key, account


async def forget_tries(uow: UnitOfWork, keys: tuple[str, ...]) -> None:
    """The right password starts the counts over."""
    for key in keys:
        await limits.forget(uow, key)


async def sign_in(
    uow: UnitOfWork,
    database: Database,
    visitor: Visitor,
    *,
    email: str,
    password: str,
    code: str = "",
    remember: bool = False,
) -> str:
    """A new session's token. Failures count by address and by client, and outlive the refusal."""
    address = canonical_or_none(email) or ""
    keys = await count_try(database, address, visitor)
    await uow.begin_outside()
    person = await uow.fetchrow(_PERSON, address)
    if not await passwords.matches(password, person["password_hash"] if person else None):
        raise WrongCredentials
    assert person is not None  # noqa: S101 -- a match has a person
    await demand_code(uow, person, code)
    await forget_tries(uow, keys)
    return await open_session(uow, person["id"], device=visitor.device, remember=remember)


async def demand_code(uow: UnitOfWork, person: Any, code: str) -> None:
    """Raise `SecondFactorNeeded` where a code is due and this is none."""
    if person["totp_enabled_at"] is None:
        return
    try:
        await demand_second_factor(uow, person["id"], person["totp_secret"], code)
    except SecondFactorNeeded as needed:
        needed.person_id = person["id"]
        raise


def proof_of(person_id: UUID) -> str:
    """What a page keeps between the password and the code, instead of the password."""
    until = int((clock.now() + PROOF_LIFETIME).timestamp())
    return seal(PROOF, f"{person_id} {until}")


async def sign_in_by_code(
    uow: UnitOfWork,
    database: Database,
    *,
    proof: str,
    code: str,
    device: str,
    remember: bool = False,
) -> tuple[str, str]:
    """The second step of the page: a session's token, and the person's address."""
    person_id, _space, until = (unseal(PROOF, proof) or "").partition(" ")
    if not until or int(until) < clock.now().timestamp():
        raise WrongCredentials(_("That took too long. Please sign in again."))
    await limits.hit(database, f"signin:code:{person_id}", limit=BY_PERSON, seconds=WINDOW)
    await uow.begin_outside()
    person = await uow.fetchrow(
        "SELECT id, email, totp_secret, totp_enabled_at FROM person "
        "WHERE id = $1 AND closed_at IS NULL",
        UUID(person_id),
    )
    if person is None:
        raise WrongCredentials
    await demand_code(uow, person, code)
    await limits.forget(uow, f"signin:code:{person_id}")
    token = await open_session(uow, person["id"], device=device, remember=remember)
    return token, person["email"]
