"""One's own name, language, time zone, password and address."""

from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import asyncpg

from kernel import clock
from kernel.addresses import canonical
from kernel.errors import Invalid
from kernel.i18n import LANGUAGES, _
from kernel.texts import is_disguised, one_line
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.people import passwords, sessions, tokens

THEMES = ("", "light", "dark")
MAX_NAME = 100

_PERSON = """
SELECT id, email, name, language, time_zone, email_verified_at, totp_enabled_at,
       terms_version, preferences, created_at
FROM person WHERE id = $1
"""


async def person_of(uow: UnitOfWork, person_id: UUID) -> Any:
    """The person's own data, without a secret."""
    return await uow.fetchrow(_PERSON, person_id)


def known_zone(name: str) -> str:
    """The time zone as the browser told it, or UTC for one that nobody knows."""
    return name if name in available_timezones() else "UTC"


def clean_name(text: str) -> str:
    """A name without control characters, or `Invalid`."""
    name = one_line(text)
    if not name or len(name) > MAX_NAME:
        raise Invalid(fields={"name": _("A name of at most 100 characters, please.")})
    return undisguised(name, "name")


def undisguised(name: str, field: str) -> str:
    """A person's or firm's name that cannot pass for another's, or `Invalid`."""
    if is_disguised(name):
        said = _("A word here mixes letters of two alphabets that look alike. Use one of them.")
        raise Invalid(fields={field: said})
    return name


async def change_profile(
    uow: UnitOfWork,
    person_id: UUID,
    *,
    name: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    theme: str | None = None,
) -> None:
    """Change what was given."""
    faults: dict[str, str] = {}
    if language is not None and language not in LANGUAGES:
        faults["language"] = _("Choose one of the languages shown.")
    if time_zone is not None and time_zone not in available_timezones():
        faults["time_zone"] = _("Choose one of the time zones shown.")
    if theme is not None and theme not in THEMES:
        faults["theme"] = _("Choose light, dark or as the system.")
    if faults:
        raise Invalid(fields=faults)
    await uow.execute(
        "UPDATE person SET name = coalesce($2, name), language = coalesce($3, language), "
        "time_zone = coalesce($4, time_zone), "
        "preferences = preferences || coalesce($5::jsonb, '{}'::jsonb) WHERE id = $1",
        person_id,
        clean_name(name) if name is not None else None,
        language,
        time_zone,
        {"theme": theme} if theme is not None else {},
    )


async def change_password(uow: UnitOfWork, person_id: UUID, password: str, *, device: str) -> str:
    """Set a new password; every session ends, and this device gets a new one: its token."""
    passwords.demand_sound(password)
    person = await uow.fetchrow(
        "UPDATE person SET password_hash = $2 WHERE id = $1 RETURNING email, language",
        person_id,
        await passwords.hashed(password),
    )
    assert person is not None  # noqa: S101 -- a session has a person
    await tokens.forget(uow, person_id)
    await letters.post(uow, person["email"], person["language"], letters.password_changed())
    return await sessions.rotate(uow, person_id, device=device)


async def ask_for_address(uow: UnitOfWork, person_id: UUID, email: str) -> None:
    """Write to the new address and to the old one; nothing changes until it is confirmed.

    An address that somebody else has gets no letter, and the answer is the same.
    """
    address = canonical(email)
    person = await person_of(uow, person_id)
    if address == person["email"] or await tokens.sent_lately(uow, person_id, tokens.CHANGE):
        return
    token = await tokens.issue(uow, person_id, tokens.CHANGE, address)
    taken = await uow.fetchval("SELECT true FROM person WHERE email = $1", address)
    if not taken:
        letter = letters.confirm_new_address(f"/new-address/{token}")
        await letters.post(uow, address, person["language"], letter)
    asked = letters.address_change_asked(address)
    await letters.post(uow, person["email"], person["language"], asked)


async def take_address(uow: UnitOfWork, token: str) -> UUID:
    """The new address was confirmed: it is the one to sign in with, after signing in anew."""
    link = await tokens.redeem(uow, token, tokens.CHANGE)
    person = await person_of(uow, link["person_id"])
    try:
        async with uow.savepoint():
            await uow.execute(
                "UPDATE person SET email = $2, email_verified_at = $3 "
                "WHERE id = $1 AND closed_at IS NULL",
                link["person_id"],
                link["email"],
                clock.now(),
            )
    except asyncpg.UniqueViolationError as error:
        raise tokens.LinkSpent from error
    await tokens.forget(uow, link["person_id"])
    await sessions.end_all(uow, link["person_id"])
    letter = letters.address_changed(link["email"])
    await letters.post(uow, person["email"], person["language"], letter)
    found: UUID = link["person_id"]
    return found
