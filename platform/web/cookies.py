"""Cookies and headers read from the raw request, with no trust in either."""

from typing import Final

from litestar.types import Scope

from kernel.errors import Unreadable

MAX_COOKIES: Final = 8192


def header(scope: Scope, name: str) -> str:
    """Return a request header, or "" if it was not sent; of several the first."""
    wanted = name.encode()
    for key, value in scope["headers"]:
        if key == wanted:
            return value.decode("latin-1")
    return ""


def read_cookie(scope: Scope, name: str) -> str | None:
    """Return one cookie; of two different values one is planted, so neither counts."""
    found: set[str] = set()
    for key, raw in scope["headers"]:
        if key != b"cookie" or len(raw) > MAX_COOKIES:
            continue
        for pair in raw.decode("latin-1").split(";"):
            label, _equals, value = pair.strip().partition("=")
            if label == name:
                found.add(value.strip('"'))
    return found.pop() if len(found) == 1 else None


def demand_sound_cookies(scope: Scope) -> None:
    """Refuse a request whose cookies are larger than any that we set."""
    if sum(len(raw) for key, raw in scope["headers"] if key == b"cookie") > MAX_COOKIES:
        raise Unreadable


def set_cookie(name: str, value: str, *, max_age: int) -> str:
    """Write a Set-Cookie header: whole site, this host only, not sent by other sites' forms."""
    return f"{name}={value}; Path=/; Max-Age={max_age}; SameSite=Lax; Secure; HttpOnly"
