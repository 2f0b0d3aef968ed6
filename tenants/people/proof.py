"""The password once more, before a change that a thief of the session would like to make."""

from uuid import UUID

from kernel import clock, limits
from kernel.database import Database
from kernel.errors import Invalid, TooMany
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.people import passwords

TRIES = 10
WINDOW = 900


class WrongPassword(Invalid):
    """The person is signed in, but this is not their password."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__(fields={"password": _("This is not your password.")})


async def demand_password(
    uow: UnitOfWork, database: Database, person_id: UUID, password: str
) -> None:
    """Raise `WrongPassword` unless it is theirs; failures count, though the request fails."""
    key = f"proof:{person_id}"
    row = await uow.fetchrow(
        "SELECT p.password_hash, r.count, r.window_end FROM person p "
        "LEFT JOIN rate_limit r ON r.key = $2 AND r.window_end > $3 WHERE p.id = $1",
        person_id,
        key,
        clock.now(),
    )
    if row is not None and (row["count"] or 0) >= TRIES:
        raise TooMany(max(1, int((row["window_end"] - clock.now()).total_seconds())))
    if row is not None and await passwords.matches(password, row["password_hash"]):
        return
    # The count must outlive the refusal, and a request may hold one connection only.
    await uow.finish(commit=False)
    await limits.hit(database, key, limit=TRIES, seconds=WINDOW)
    raise WrongPassword
