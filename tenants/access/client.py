"""The caller's address: the peer's, or what our own proxies say of it."""

from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Final

import msgspec
from litestar.types import Scope

from kernel.settings import Settings
from web.cookies import header, read_cookie

KNOWN_DEVICE_COOKIE: Final = "__Host-device"
AT_HOME: Final = 100


def client_address(scope: Scope, trusted: tuple[str, ...]) -> str:
    """The nearest address that is not a trusted proxy; a forged header changes nothing."""
    client = scope.get("client")
    peer = client[0] if client else "unknown"
    hops = [hop.strip() for hop in header(scope, "x-forwarded-for").split(",") if hop.strip()]
    while hops and _is_trusted(peer, trusted):
        peer = hops.pop()
    return peer


@lru_cache(maxsize=4096)
def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    try:
        parsed = ip_address(address)
        return any(parsed in ip_network(network, strict=False) for network in trusted)
    except ValueError:
        return False


class Visitor(msgspec.Struct, frozen=True):
    """Who knocks: an address, what the browser calls itself, and the device if it was here before.

    `patience` multiplies what one address may do: on a developer's machine everybody is one.
    """

    address: str
    device: str = ""
    known_device: str = ""
    patience: int = 1


def visitor(scope: Scope, settings: Settings) -> Visitor:
    """The visitor of a request."""
    address = scope["state"].get("client") or client_address(scope, settings.trusted_proxies)
    return Visitor(
        address,
        header(scope, "user-agent")[:200],
        read_cookie(scope, KNOWN_DEVICE_COOKIE) or "",
        patience_with(address, settings),
    )


def patience_with(address: str, settings: Settings) -> int:
    """By what the limits of an address are multiplied."""
    at_home = not settings.production and _is_trusted(address, ("127.0.0.0/8", "::1/128"))
    return AT_HOME if at_home else 1
