"""The short message after a change, with its way back: "Contact deleted. Undo"."""

import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

from litestar.response import Response
from litestar.types import Scope

from web.cookies import read_cookie
from web.seal import seal, unseal

PURPOSE: Final = "toast"
COOKIE: Final = f"__Host-{PURPOSE}"
SECONDS: Final = 60
MAX_TEXT: Final = 300

Kind = Literal["success", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Toast:
    """`undo` is the address that takes the change back when it is posted to."""

    text: str
    kind: Kind = "success"
    undo: str | None = None


def announce(answer: Response[str], toast: Toast) -> Response[str]:
    """Show the toast when htmx receives this answer."""
    events = json.loads(answer.headers.get("HX-Trigger", "{}"))
    events["toast"] = asdict(toast)
    answer.headers["HX-Trigger"] = json.dumps(events)
    return answer


def carry(answer: Response[str], toast: Toast) -> None:
    """Show the toast on the next page, whichever that is."""
    text = json.dumps([toast.text[:MAX_TEXT], toast.kind, toast.undo])
    _leave(answer, seal(PURPOSE, text), SECONDS)


def forget(answer: Response[str]) -> None:
    """Do not show it a second time."""
    _leave(answer, "", 0)


def carried(scope: Scope | None) -> Toast | None:
    """Return the toast that the page before left for this one."""
    sealed = read_cookie(scope, COOKIE) if scope is not None else None
    text = unseal(PURPOSE, sealed) if sealed else None
    return Toast(*json.loads(text)) if text else None


def _leave(answer: Response[str], value: str, seconds: int) -> None:
    answer.set_cookie(
        COOKIE, value, max_age=seconds, secure=True, httponly=True, samesite="lax", path="/"
    )
