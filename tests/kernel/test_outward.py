"""Addresses that others name: what is internal is not called, however it is written."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import outward
from kernel.outward import Unsafe, pinned, place_of, public

pytestmark = pytest.mark.anyio

INTERNAL = [
    "127.0.0.1", "0", "127.1", "0177.0.0.1", "0x7f000001", "0x7f.1", "2130706433", "127.0.0.1.",
    "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",  # noqa: S104
    "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[fe80::1]",
    "[fe80::1%25eth0]", "[fc00::1]", "[fd00:ec2::254]", "[2002:7f00:1::]", "[2001:db8::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[ff02::1]",
    "localhost", "LOCALHOST.", "a.localhost", "redis", "metadata.google.internal", "db.local",
    "evil@127.0.0.1", "user:pass@example.com", "127。0。0。1", "１２７.0.0.1", "127．0．0．1",
    "ⓛocalhost", "", ".", "a..b.com", "exa mple.com", "example.com\\@127.0.0.1",
]  # fmt: skip
ODD = [
    "file:///etc/passwd", "gopher://example.com/", "dict://example.com:11211/", "ftp://example.com",
    "//example.com/", "example.com", "", "https://", "https://93.184.215.14:22/",
    "https://93.184.215.14:5432/", "https://93.184.215.14:6379/", "https://93.184.215.14:0/",
    "https://93.184.215.14:99999/", "https://93.184.215.14/#x", "https://93.184.215.14/\r\nHost: x",
    "http://93.184.215.14/" + "a" * 2000,
]  # fmt: skip


@pytest.mark.parametrize("host", INTERNAL)
async def test_an_internal_address_is_refused_however_it_is_written(host):
    with pytest.raises(Unsafe):
        await pinned(place_of(f"https://{host}/hook"))


@pytest.mark.parametrize("url", ODD)
async def test_only_the_web_is_called_by_its_usual_ports(url):
    with pytest.raises(Unsafe):
        await pinned(place_of(url))


@given(st.ip_addresses(v=4))
async def test_what_is_public_is_nobodys_internal_address(address: IPv4Address):
    said = public(address)
    assert not (said and (address.is_private or address.is_loopback or address.is_link_local))
    for inside in (f"::ffff:{address}", f"64:ff9b::{address}", f"::{address}"):
        assert not public(ip_address(inside))


@given(st.ip_addresses(v=6))
async def test_of_the_new_addresses_only_the_global_ones_are_public(address: IPv6Address):
    assert not public(address) or (address.is_global and address in outward._GLOBAL6)


@given(st.text(max_size=40))
async def test_no_text_is_more_than_refused(text):
    try:
        place = place_of(f"https://{text}")
    except Unsafe:
        return
    assert 0 < place.port < 65536
    assert "@" not in place.authority


def named(monkeypatch, *addresses):
    """Let every name have these addresses, a different set at each question."""
    sets = list(addresses)

    def look_up(*_args, **_options):
        found = sets.pop(0) if len(sets) > 1 else sets[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


async def test_a_name_with_one_internal_address_is_refused(monkeypatch):
    named(monkeypatch, ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(Unsafe):
        await pinned(place_of("https://example.com/"))


async def test_a_name_that_turns_inward_is_refused_when_it_is_called(monkeypatch):
    named(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    place = place_of("https://rebound.example.com/")
    assert str(await pinned(place)) == "93.184.215.14"
    with pytest.raises(Unsafe):
        await outward.post("https://rebound.example.com/", b"{}", {})


async def test_production_calls_by_tls_alone(settings):
    key = settings.secret_keys or ("A" * 43 + "=",)
    served = msgspec.structs.replace(settings, environment="production", secret_keys=key)
    outward.use(served)
    try:
        assert str(await pinned(place_of("https://93.184.215.14/"))) == "93.184.215.14"
        with pytest.raises(Unsafe):
            await pinned(place_of("http://93.184.215.14/"))
    finally:
        outward.use(settings)
