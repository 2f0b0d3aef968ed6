"""Every answer, whatever produced it, tells the browser how little it may do with it."""

from collections.abc import Iterable
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

SAFETY: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(self), microphone=(), payment=()"),
)
NO_STORE: Final = (b"cache-control", b"no-store")
HSTS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class SafetyHeaders:
    """ASGI middleware, outermost: what an answer lacks is added, what it says stays."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self.app = app
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        encrypted = self.https or scope.get("scheme") == "https"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _value in headers}
                if _names_sites(headers):
                    # Browsers without frame-ancestors would show it nowhere.
                    present.add(b"x-frame-options")
                wanted = (*SAFETY, NO_STORE, HSTS) if encrypted else (*SAFETY, NO_STORE)
                headers += [pair for pair in wanted if pair[0] not in present]
                message["headers"] = headers
            await send(message)

        await self.app(scope, receive, send_safely)


def _names_sites(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether an answer says itself on which sites it may stand in a frame."""
    said = next((v for n, v in headers if n.lower() == b"content-security-policy"), b"")
    return b"frame-ancestors" in said and b"frame-ancestors 'none'" not in said
