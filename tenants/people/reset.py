"""A forgotten password: the same answer to everybody, the letter only to who has an account."""

from typing import Any

from kernel import clock, jobs, limits
from kernel.addresses import canonical_or_none
from kernel.database import Database
from kernel.errors import TooMany
from kernel.transaction import UnitOfWork
from tenants.access.client import Visitor
from tenants.mail import letters
from tenants.people import passwords, sessions, tokens

JOB = "people.reset_password"
BY_CLIENT = 20


async def ask(uow: UnitOfWork, database: Database, email: str, visitor: Visitor) -> None:
    """Take the wish; whether the address is known is found out later, by the worker."""
    limit = BY_CLIENT * visitor.patience
    await limits.hit(database, f"reset:client:{visitor.address}", limit=limit, seconds=3600)
    address = canonical_or_none(email) or ""
    try:
        await limits.hit(database, f"reset:address:{address}", limit=1, seconds=60)
    except TooMany:
        return
    await uow.begin_outside()
    await jobs.enqueue(uow, JOB, {"email": address})


@jobs.job(JOB, tenant=False)
async def write(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Send the link if somebody has that address."""
    person = await uow.fetchrow(
        "SELECT id, email, language FROM person WHERE email = $1 AND closed_at IS NULL",
        payload["email"],
    )
    if person is not None:
        token = await tokens.issue(uow, person["id"], tokens.RESET, person["email"])
        letter = letters.reset_password(f"/reset/{token}")
        await letters.post(uow, person["email"], person["language"], letter)


async def reset(uow: UnitOfWork, token: str, password: str) -> None:
    """Set the password; everybody is signed out, and a second factor is still asked."""
    passwords.demand_sound(password)
    link = await tokens.redeem(uow, token, tokens.RESET)
    person = await uow.fetchrow(
        "UPDATE person SET password_hash = $2, email_verified_at = coalesce(email_verified_at, $3) "
        "WHERE id = $1 AND email = $4 AND closed_at IS NULL RETURNING id, email, language",
        link["person_id"],
        await passwords.hashed(password),
        clock.now(),
        link["email"],
    )
    if person is None:
        raise tokens.LinkSpent
    await tokens.forget(uow, person["id"])
    await sessions.end_all(uow, person["id"])
    await letters.post(uow, person["email"], person["language"], letters.password_changed())
