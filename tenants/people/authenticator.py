"""Setting up the second factor: a secret for the authenticator, and codes for a bad day."""

import secrets
from typing import Any
from uuid import UUID

import msgspec
import pyotp
import segno

from kernel import clock
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.secret import box, digest
from kernel.transaction import UnitOfWork
from tenants.mail import letters
from tenants.people import second_factor, sessions

RECOVERY_CODES = 10
# Without letters that are read as digits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Prepared(msgspec.Struct, frozen=True):
    """A secret that waits for its first code; `uri` is what the QR code says."""

    secret: str
    uri: str

    def picture(self) -> str:
        """The QR code as a picture that a page can show."""
        return segno.make(self.uri).svg_data_uri(scale=5, border=2, dark="#000", light="#fff")


async def prepare(uow: UnitOfWork, person_id: UUID) -> Prepared:
    """A new secret, not yet in force; raises `Conflict` where one is."""
    secret = pyotp.random_base32()
    sealed = box().seal(secret, about=second_factor.about(person_id))
    person = await uow.fetchrow(
        "UPDATE person SET totp_secret = $2 WHERE id = $1 AND totp_enabled_at IS NULL "
        "RETURNING email",
        person_id,
        sealed,
    )
    if person is None:
        raise Conflict(_("Signing in with a code is already on."))
    return prepared(secret, person["email"])


async def waiting(uow: UnitOfWork, person_id: UUID) -> Prepared | None:
    """The secret that waits for its first code, if there is one."""
    person = await uow.fetchrow(
        "SELECT email, totp_secret FROM person "
        "WHERE id = $1 AND totp_enabled_at IS NULL AND totp_secret IS NOT NULL",
        person_id,
    )
    if person is None:
        return None
    about = second_factor.about(person_id)
    return prepared(box().open(person["totp_secret"], about=about), person["email"])


def prepared(secret: str, email: str) -> Prepared:
    """A secret as an authenticator takes it in."""
    return Prepared(secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Guanxi"))


async def switch_on(
    uow: UnitOfWork, person_id: UUID, code: str, *, device: str
) -> tuple[list[str], str]:
    """The first code was right: recovery codes, and a new session's token for this device."""
    person = await uow.fetchrow(
        "SELECT email, language, totp_secret FROM person "
        "WHERE id = $1 AND totp_enabled_at IS NULL AND totp_secret IS NOT NULL FOR UPDATE",
        person_id,
    )
    if person is None:
        raise Conflict(_("Begin the set-up again."))
    step = second_factor.step_of(person["totp_secret"], person_id, code)
    if step is None:
        raise Invalid(fields={"code": _("This code is wrong. Check the clock of your phone.")})
    await uow.execute(
        "UPDATE person SET totp_enabled_at = $2, totp_last_step = $3 WHERE id = $1",
        person_id,
        clock.now(),
        step,
    )
    codes = await new_recovery_codes(uow, person_id)
    await _tell(uow, person, on=True)
    return codes, await sessions.rotate(uow, person_id, device=device)


async def switch_off(uow: UnitOfWork, person_id: UUID, code: str, *, device: str) -> str:
    """Needs a code too; a new session's token for this device."""
    person = await uow.fetchrow(
        "SELECT email, language, totp_secret FROM person "
        "WHERE id = $1 AND totp_enabled_at IS NOT NULL FOR UPDATE",
        person_id,
    )
    if person is None:
        raise Conflict(_("Signing in with a code is already off."))
    await second_factor.demand_second_factor(uow, person_id, person["totp_secret"], code)
    await uow.execute(
        "UPDATE person SET totp_enabled_at = NULL, totp_secret = NULL, totp_last_step = NULL "
        "WHERE id = $1",
        person_id,
    )
    await uow.execute("DELETE FROM recovery_code WHERE person_id = $1", person_id)
    await _tell(uow, person, on=False)
    return await sessions.rotate(uow, person_id, device=device)


async def new_recovery_codes(uow: UnitOfWork, person_id: UUID) -> list[str]:
    """Ten codes, shown this once; the ones before die."""
    await uow.execute("DELETE FROM recovery_code WHERE person_id = $1", person_id)
    codes = [
        "-".join("".join(secrets.choice(_ALPHABET) for _n in range(5)) for _part in range(2))
        for _code in range(RECOVERY_CODES)
    ]
    await uow.execute(
        "INSERT INTO recovery_code (person_id, code_hash, created_at) "
        "SELECT $1, h, $3 FROM unnest($2::bytea[]) h ON CONFLICT DO NOTHING",
        person_id,
        [digest(code.replace("-", "")) for code in codes],
        clock.now(),
    )
    return codes


async def _tell(uow: UnitOfWork, person: Any, *, on: bool) -> None:
    await letters.post(uow, person["email"], person["language"], letters.second_factor(on=on))
