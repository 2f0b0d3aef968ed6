"""Meta's Graph API for WhatsApp: its numbered refusals, and files where it says they lie."""

import re
from collections.abc import AsyncIterator
from typing import Any, Final

from bots.gateway import calling
from bots.gateway.calling import PAUSE, Answer
from kernel.delivery import Blocked, Hopeless, Later
from kernel.errors import Unauthenticated

HOST: Final = "https://graph.facebook.com"
VERSION: Final = "v23.0"
# Where Meta keeps what people send.
STORES: Final = ("https://fbsbx.com", "https://whatsapp.net")
_NUMBER: Final = re.compile(r"[0-9]{1,40}")
# Error codes of the Cloud API, as its reference lists them.
_STRANGE: Final = {0, 3, 10, 190, 200}
_BUSY: Final = {4, 80007, 130429, 131048, 131056, 133016}
CLOSED: Final = {131021, 131026, 131030, 131050}
_AWAY: Final = {1, 2, 131000, 131016, 133004, 135000}
OUTSIDE: Final = 131047


class Refused(Hopeless):
    """Meta's own number for why."""

    def __init__(self, code: int, why: str) -> None:
        self.code = code
        super().__init__(f"{code}: {why}")


async def ask(token: str, path: str) -> dict[str, Any]:
    """What Meta knows; raises as a delivery does, or `Unauthenticated`."""
    return _checked(await calling.call("GET", _url(path), headers=bearer(token)))


async def post(token: str, path: str, **what: Any) -> dict[str, Any]:
    """The same for what changes something; `what` as httpx takes it."""
    return _checked(await calling.call("POST", _url(path), headers=bearer(token), **what))


def _url(path: str) -> str:
    return f"{HOST}/{VERSION}/{path}"


def bearer(token: str) -> dict[str, str]:
    """The header that Meta wants."""
    return {"Authorization": f"Bearer {token}"}


def _checked(answer: Answer) -> dict[str, Any]:
    told = answer.told()
    if answer.agreed:
        return told
    error = told.get("error")
    found = error if isinstance(error, dict) else {}
    code, why = found.get("code"), str(found.get("type", f"HTTP {answer.status}"))[:100]
    if not isinstance(code, int):
        raise Hopeless(why)
    if code in _STRANGE:
        raise Unauthenticated
    if code in _BUSY:
        raise Later(PAUSE)
    if code in CLOSED:
        raise Blocked(str(code))
    if code in _AWAY:
        raise ConnectionError(str(code))
    raise Refused(code, why)


async def pieces(token: str, media_id: str) -> AsyncIterator[bytes]:
    """A file's bytes, from where Meta says now that it lies."""
    if not _NUMBER.fullmatch(media_id):
        raise Hopeless("not the name of a file")
    try:
        address = str((await ask(token, media_id)).get("url", ""))
    except (Unauthenticated, Later) as error:
        raise ConnectionError(type(error).__name__) from None
    except Blocked as error:
        raise Hopeless("this file is not to be had") from error
    async for piece in calling.pieces(address, bearer(token), of=(HOST, *STORES)):
        yield piece
