"""Headers on every answer, tokens bound to sessions, cookies that nobody can plant."""

import httpx
import pytest

from kernel.errors import Unreadable
from web import seal
from web.cookies import demand_sound_cookies, read_cookie
from web.csrf import ForgedRequest, check_csrf, csrf_token, is_token_of
from web.headers import SAFETY

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def key():
    seal.use_key(b"k" * 32)


@pytest.fixture
async def client(showcase):
    transport = httpx.ASGITransport(showcase, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://crm.example") as opened:
        yield opened


def scope(method="POST", **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "headers": pairs, "path": "/", "query_string": b""}


@pytest.mark.parametrize(
    "place", ["/", "/acme", "/nope", "/boom", "/assets/nope.js", "/acme/change", "asset"]
)
async def test_every_answer_carries_every_safety_header(client, place):
    if place == "asset":
        place = (await client.get("/")).text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await client.get(place)
    for name, value in SAFETY:
        assert answer.headers[name.decode()] == value.decode()
    assert answer.headers["strict-transport-security"]
    assert answer.headers["cache-control"].endswith("immutable" if ".css" in place else "no-store")


async def test_a_page_runs_nothing_but_our_own_script(client):
    policy = (await client.get("/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_a_fault_of_ours_tells_nothing_of_the_machine_room(client):
    answer = await client.get("/boom")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Something broke on our side" in answer.text


async def test_a_stranger_gets_no_cookie_until_there_is_a_form(client):
    assert "set-cookie" not in (await client.get("/")).headers
    cookie = (await client.get("/sign-in")).headers["set-cookie"]
    assert cookie.startswith("__Host-form=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


def test_a_token_holds_for_its_session_only():
    token = csrf_token("one")
    assert is_token_of("one", token)
    assert not is_token_of("two", token)
    assert not is_token_of("", csrf_token(""))
    assert csrf_token("one") != token


def test_a_change_by_our_own_page_passes():
    token = csrf_token("one")
    ours = {"origin": "https://crm.example", "host": "crm.example", "sec_fetch_site": "same-origin"}
    check_csrf(scope(**ours, x_csrf_token=token), "one")
    check_csrf(scope(**ours), "one", token)
    check_csrf(scope(x_csrf_token=token), "one")
    check_csrf(scope(method="GET"), "one")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x_csrf_token": "nonsense"},
        {"x_csrf_token": "other"},
        {"x_csrf_token": "good", "sec_fetch_site": "cross-site"},
        {"x_csrf_token": "good", "sec_fetch_site": "same-site"},
        {"x_csrf_token": "good", "origin": "https://evil.example", "host": "crm.example"},
        {"x_csrf_token": "good", "origin": "https://crm.example.evil", "host": "crm.example"},
        {"x_csrf_token": "good", "origin": "null", "host": "crm.example"},
    ],
)
def test_a_change_from_elsewhere_is_refused(headers):
    tokens = {"good": csrf_token("one"), "other": csrf_token("two")}
    sent = {name: tokens.get(value, value) for name, value in headers.items()}
    with pytest.raises(ForgedRequest):
        check_csrf(scope(**sent), "one")


def test_only_the_address_people_type_counts_where_it_is_known():
    sent = scope(x_csrf_token=csrf_token("one"), origin="https://evil.example", host="evil.example")
    with pytest.raises(ForgedRequest):
        check_csrf(sent, "one", origins={"https://crm.example"})


def test_a_planted_second_cookie_voids_both():
    assert read_cookie(scope(cookie="a=1; b=2"), "a") == "1"
    assert read_cookie(scope(cookie="a=1; a=2"), "a") is None
    assert read_cookie(scope(cookie="aa=1; b=a=3"), "a") is None


def test_a_mountain_of_cookies_is_refused():
    with pytest.raises(Unreadable):
        demand_sound_cookies(scope(cookie="a=" + "x" * 9000))


def test_a_sealed_value_opens_only_unchanged_and_for_its_purpose():
    sealed = seal.seal("toast", "删除了")
    assert seal.unseal("toast", sealed) == "删除了"
    assert seal.unseal("other", sealed) is None
    assert seal.unseal("toast", "x" + sealed) is None
    assert seal.unseal("toast", "") is None
