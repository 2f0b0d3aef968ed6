"""Addresses that others name and we call: never one of our own network, pinned while we talk."""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx
import idna
import msgspec

from kernel.settings import Misconfigured, Settings

Ip = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SECONDS: Final = 5
MAX_URL: Final = 2000
PORTS: Final = frozenset({80, 443, 8080, 8443})
_INTERNAL: Final = ("localhost", "local", "internal", "lan", "home.arpa", "onion", "test")
# Of IPv6 only what is handed out as global, without what carries an IPv4 address inside.
_GLOBAL6: Final = ip_network("2000::/3")
_NOT6: Final = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


class Unsafe(Exception):
    """Not an address that we call: malformed, internal, or by a way that we do not use."""


class Place(msgspec.Struct, frozen=True):
    """An address in parts; `literal` where it names no host but a number."""

    scheme: str
    host: str
    port: int
    target: str
    literal: Ip | None

    @property
    def authority(self) -> str:
        """Host and port as a request names them."""
        host = f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


class Rules(msgspec.Struct, frozen=True):
    """`networks` are internal ones that the operator opened: any port, and without TLS."""

    encrypted: bool = True
    networks: tuple[Network, ...] = ()

    def opened(self, address: Ip) -> bool:
        return any(address in network for network in self.networks)


_rules: list[Rules] = [Rules()]


def use(settings: Settings) -> None:
    """Set what this process may call; without it, encrypted and public addresses alone."""
    try:
        networks = tuple(map(ip_network, settings.webhook_networks))
    except ValueError as error:
        raise Misconfigured(f"GUANXI_WEBHOOK_NETWORKS: {error}") from None
    _rules[:] = [Rules(settings.production, networks)]


def place_of(url: str) -> Place:
    """The parts of an address; raises `Unsafe` for one that is malformed or deceives."""
    if len(url) > MAX_URL or not url.isprintable() or any(c in url for c in " \\"):
        raise Unsafe("malformed")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unsafe("malformed") from None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or parts.fragment:
        raise Unsafe("neither http nor https, or with a name or a fragment in it")
    host, literal = _host(parts.hostname or "")
    if port == 0:
        raise Unsafe("malformed")
    usual = 443 if parts.scheme == "https" else 80
    return Place(parts.scheme, host, port or usual, _target(parts), literal)


def _target(parts: SplitResult) -> str:
    try:
        return str(
            httpx.URL(parts._replace(scheme="https", netloc="x.y").geturl()).raw_path, "ascii"
        )
    except httpx.InvalidURL:
        raise Unsafe("malformed") from None


def _host(said: str) -> tuple[str, Ip | None]:
    if ":" in said:
        return _literal(said)
    try:
        host = idna.encode(said, uts46=True).decode().removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        raise Unsafe("no such name") from None
    last = host.rpartition(".")[2]
    # What ends in a number is read as one by those who know octal, hexadecimal and short forms.
    if last.isdecimal() or last.startswith("0x"):
        return _literal(host)
    if "." not in host or any(host == end or host.endswith(f".{end}") for end in _INTERNAL):
        raise Unsafe("a name of an internal network")
    return host, None


def _literal(text: str) -> tuple[str, Ip]:
    try:
        address = ip_address(text)
    except ValueError:
        raise Unsafe("malformed") from None
    if isinstance(address, IPv6Address) and address.scope_id:
        raise Unsafe("malformed")
    return str(address), address


def public(address: Ip) -> bool:
    """Whether it is somebody's on the internet, and leads to no other address."""
    if isinstance(address, IPv6Address):
        return address in _GLOBAL6 and not any(address in network for network in _NOT6)
    return address.is_global and not address.is_multicast and not address.is_reserved


async def pinned(place: Place) -> Ip:
    """The one address that is called; raises `Unsafe` if any that the name has is not public."""
    rules = _rules[0]
    found = [place.literal] if place.literal else await _resolved(place)
    if found and all(rules.opened(address) for address in found):
        return found[0]
    if not found or not all(public(address) for address in found):
        raise Unsafe("it leads to no server on the internet")
    if place.port not in PORTS or (rules.encrypted and place.scheme != "https"):
        raise Unsafe("another port, or without TLS")
    return found[0]


async def _resolved(place: Place) -> list[Ip]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(SECONDS):
            rows = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError):
        return []
    return _plain(str(row[4][0]) for row in rows)


def _plain(texts: Iterable[str]) -> list[Ip]:
    return [ip_address(text.partition("%")[0]) for text in texts]


async def post(url: str, content: bytes, headers: dict[str, str]) -> int:
    """POST it to the pinned address; the status of the answer, of which nothing is read.

    Follows nowhere. Raises `Unsafe`, `TimeoutError`, or `ConnectionError`.
    """
    place = place_of(url)
    address = await pinned(place)
    host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    try:
        async with (
            asyncio.timeout(SECONDS),
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
            client.stream(
                "POST",
                f"{place.scheme}://{host}:{place.port}{place.target}",
                content=content,
                headers={**headers, "Host": place.authority},
                extensions={"sni_hostname": place.host},
            ) as answer,
        ):
            return answer.status_code
    except httpx.HTTPError as error:
        raise ConnectionError(type(error).__name__) from error
