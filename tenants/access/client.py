"""The caller's address: the peer's, or what our own proxies say of it."""

from ipaddress import ip_address, ip_network

from litestar.types import Scope

from web.cookies import header


def client_address(scope: Scope, trusted: tuple[str, ...]) -> str:
    """The nearest address that is not a trusted proxy; a forged header changes nothing."""
    client = scope.get("client")
    peer = client[0] if client else "unknown"
    hops = [hop.strip() for hop in header(scope, "x-forwarded-for").split(",") if hop.strip()]
    while hops and _is_trusted(peer, trusted):
        peer = hops.pop()
    return peer


def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    try:
        parsed = ip_address(address)
        return any(parsed in ip_network(network, strict=False) for network in trusted)
    except ValueError:
        return False
