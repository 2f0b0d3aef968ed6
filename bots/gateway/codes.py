"""One-time codes that a person types to a bot, where a network opens no links."""

import re
import secrets
from typing import Final

from bots.gateway.channel import Place
from kernel import limits
from kernel.errors import TooMany
from kernel.transaction import UnitOfWork

# Without those that are taken for one another.
LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH: Final = 8
TRIES: Final = 5
SECONDS: Final = 15 * 60
_CODE: Final = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def new_code() -> str:
    """Forty random bits: enough for a quarter of an hour and five tries."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def shown(code: str) -> str:
    """In two halves, as it is read aloud."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def code_in(text: str) -> str:
    """The code as it was made, however it was typed; "" where it is none."""
    found = re.sub(r"[\s\u2010-\u2015-]", "", text).upper()
    return found if _CODE.fullmatch(found) else ""


async def may_try(uow: UnitOfWork, place: Place) -> bool:
    """Whether the chat may try another one; counted whatever becomes of the message."""
    key = f"bind:{place.channel}:{place.destination}"
    try:
        await limits.hit(uow.database, key, limit=TRIES, seconds=SECONDS)
    except TooMany:
        return False
    return True
