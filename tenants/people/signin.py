"""Signing in: address, password and, where set up, a second factor."""

from kernel import limits
from kernel.addresses import canonical_or_none
from kernel.database import Database
from kernel.transaction import UnitOfWork
from tenants.people import passwords
from tenants.people.second_factor import demand_second_factor
from tenants.people.sessions import open_session
from tenants.people.signup import WrongCredentials

_PERSON = """
SELECT id, password_hash, totp_secret, totp_enabled_at FROM person
WHERE email = $1 AND closed_at IS NULL
"""


async def sign_in(  # noqa: PLR0913 -- sign-in asks this much
    uow: UnitOfWork,
    database: Database,
    *,
    email: str,
    password: str,
    code: str,
    device: str,
    client: str,
) -> str:
    """A new session's token. Failures count by address and by client, and outlive the refusal."""
    address = canonical_or_none(email) or ""
    await limits.hit(database, f"signin:client:{client}", limit=100, seconds=900)
    await limits.hit(database, f"signin:person:{address}:{client}", limit=10, seconds=900)
    await uow.begin_outside()
    person = await uow.fetchrow(_PERSON, address)
    if not await passwords.matches(password, person["password_hash"] if person else None):
        raise WrongCredentials
    assert person is not None  # noqa: S101 -- a match has a person
    if person["totp_enabled_at"] is not None:
        await demand_second_factor(uow, person["id"], person["totp_secret"], code)
    await limits.forget(database, f"signin:person:{address}:{client}")
    return await open_session(uow, person["id"], device=device)
