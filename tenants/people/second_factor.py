"""The second factor: a code from an authenticator, or a recovery code, each used once."""

from datetime import timedelta
from uuid import UUID

import pyotp

from kernel import clock
from kernel.errors import Unauthenticated
from kernel.i18n import _
from kernel.secret import box, digest
from kernel.transaction import UnitOfWork

STEP = 30


class SecondFactorNeeded(Unauthenticated):
    """The password was right; the code is missing or wrong."""

    code = "second_factor"
    person_id: UUID | None = None

    def default(self) -> str:
        return _("Enter the six-digit code of your authenticator, or a recovery code.")


def about(person_id: UUID) -> str:
    """What the sealed secret is bound to."""
    return f"person.totp_secret:{person_id}"


async def demand_second_factor(uow: UnitOfWork, person_id: UUID, sealed: str, code: str) -> None:
    """Raise `SecondFactorNeeded` unless the code is right and was not used before."""
    digits = code.replace(" ", "")
    if step := step_of(sealed, person_id, digits):
        used = await uow.execute(
            "UPDATE person SET totp_last_step = $2 "
            "WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)",
            person_id,
            step,
        )
        if used:
            return
    if digits and await uow.execute(
        "DELETE FROM recovery_code WHERE person_id = $1 AND code_hash = $2",
        person_id,
        digest(digits.lower().replace("-", "")),
    ):
        return
    raise SecondFactorNeeded


def step_of(sealed: str, person_id: UUID, code: str) -> int | None:
    """The 30-second step (now, or one to either side) whose code this is."""
    totp = pyotp.TOTP(box().open(sealed, about=about(person_id)))
    code = code.replace(" ", "")
    now = clock.now()
    for drift in (0, -1, 1):
        moment = now + timedelta(seconds=drift * STEP)
        if code.isdecimal() and pyotp.utils.strings_equal(totp.at(moment), code):
            return int(moment.timestamp()) // STEP
    return None
