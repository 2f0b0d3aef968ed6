"""Passwords: argon2id with OWASP's parameters, a bounded number at a time."""

import asyncio
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from kernel.errors import Invalid
from kernel.i18n import _

SHORTEST, LONGEST = 10, 200
_COMMON = frozenset(
    "1234567890 password12 password123 qwertyuiop 0123456789 1111111111 guanxi1234 "
    "iloveyou12 admin12345 letmein123".split()
)


def owasp() -> PasswordHash:
    """As the cheat sheet on storing passwords wants it: 19 MiB, two passes, one lane."""
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))


_hasher = owasp()


@cache
def _turns() -> asyncio.Semaphore:
    """19 MiB each: two at a time keep a flood of sign-ins from taking the memory."""
    return asyncio.Semaphore(2)


def demand_sound(password: str) -> None:
    """Raise `Invalid` for a password that is too short, too long or too common."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(
            fields={
                "password": _("Use %(least)s to %(most)s characters.")
                % {"least": SHORTEST, "most": LONGEST}
            }
        )
    if password.casefold() in _COMMON or len(set(password)) < 4:  # noqa: PLR2004 -- "aaaaaaaaaa"
        raise Invalid(fields={"password": _("This password is easy to guess. Use another.")})


async def hashed(password: str) -> str:
    """The hash to store."""
    async with _turns():
        return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password; as slow when there is nothing to compare with."""
    async with _turns():
        known = stored
        if not known:
            known = await asyncio.to_thread(_decoy)
        right = await asyncio.to_thread(_hasher.verify, password[:LONGEST], known)
    return right and stored is not None


@cache
def _decoy() -> str:
    return _hasher.hash("nobody has this password")
