"""Only our own pages may make a signed-in browser change something."""

import hmac
import secrets
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from litestar.types import Scope

from kernel.errors import Forbidden
from kernel.i18n import _
from web.cookies import header
from web.seal import mac

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD: Final = "_csrf"
HEADER: Final = "x-csrf-token"
PRE_SESSION: Final = "form"
PRE_SESSION_COOKIE: Final = f"__Host-{PRE_SESSION}"


class ForgedRequest(Forbidden):
    """A change that did not demonstrably come from one of our pages."""

    code = "csrf"

    def default(self) -> str:
        return _("This form has expired. Reload the page and send it again.")


def csrf_token(session_id: str) -> str:
    """Return a token for the forms of one session; every page gets another, all are good."""
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{mac('csrf', session_id, nonce)}"


def is_token_of(session_id: str, token: str) -> bool:
    """Whether `token` was made for this session."""
    nonce, _dot, proof = token.partition(".")
    if not session_id or not proof:
        return False
    return hmac.compare_digest(proof.encode(), mac("csrf", session_id, nonce).encode())


def check_csrf(
    scope: Scope,
    session_id: str,
    form_token: str = "",
    *,
    origins: Collection[str] = (),
) -> None:
    """Raise ForgedRequest unless the change came from one of our pages, with its session's token.

    `session_id` is the session's own id, or for sign-in and sign-up the value of the pre-session
    cookie. `origins` are the addresses people type; without them the Host header stands in.
    """
    if scope.get("method") in SAFE_METHODS:
        return
    if not came_from_us(scope, origins):
        raise ForgedRequest
    if not is_token_of(session_id, header(scope, HEADER) or form_token):
        raise ForgedRequest


def came_from_us(scope: Scope, origins: Collection[str] = ()) -> bool:
    """Whether the browser says that a page of ours sent this (its silence is left to the token)."""
    site = header(scope, "sec-fetch-site")
    if site and site not in {"same-origin", "none"}:
        return False
    origin = header(scope, "origin")
    if not origin:
        return True
    if origins:
        return origin in origins
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc == header(scope, "host")


def new_pre_session() -> str:
    """Return a fresh value for the cookie that stands in for a session on a stranger's forms."""
    return secrets.token_urlsafe(24)
