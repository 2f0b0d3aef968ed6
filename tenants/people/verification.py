"""Proving that an address is one's own; nothing waits for it on the first day."""

from uuid import UUID

from kernel import clock
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.people import sessions, tokens


async def ask(uow: UnitOfWork, person_id: UUID, email: str, language: str) -> None:
    """Send the letter with the link."""
    token = await tokens.issue(uow, person_id, tokens.VERIFY, email)
    await letters.post(uow, email, language, letters.verify_address(f"/verify/{token}"))


async def ask_again(uow: UnitOfWork, person_id: UUID) -> None:
    """Send it once more, unless it is proved already or was sent a moment ago."""
    person = await uow.fetchrow(
        "SELECT email, language, email_verified_at FROM person WHERE id = $1", person_id
    )
    if person is None or person["email_verified_at"] is not None:
        return
    if not await tokens.sent_lately(uow, person_id, tokens.VERIFY):
        await ask(uow, person_id, person["email"], person["language"])


async def verify(uow: UnitOfWork, token: str) -> UUID:
    """The address is theirs: sessions opened before the proof end, whoever opened them."""
    link = await tokens.redeem(uow, token, tokens.VERIFY)
    person_id: UUID = link["person_id"]
    proved = await uow.execute(
        "UPDATE person SET email_verified_at = coalesce(email_verified_at, $3) "
        "WHERE id = $1 AND email = $2 AND closed_at IS NULL",
        person_id,
        link["email"],
        clock.now(),
    )
    if not proved:
        raise tokens.LinkSpent
    await sessions.end_all(uow, person_id)
    return person_id
