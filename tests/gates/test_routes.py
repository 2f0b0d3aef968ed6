"""What every route has, whoever wrote it."""

import json

import pytest
from cast import assemble
from planting import sum_of
from visiting import visits

from kernel.secret import digest
from tenants.access.pipeline import SESSION_COOKIE
from web.csrf import csrf_token
from web.headers import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.timeout(300)
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# After so many looks it is seen whether anything has changed.
AT_ONCE = 10

# Every route that answers strangers, and why it may.
PUBLIC = {
    "GET /live": "a supervisor asks whether the process runs",
    "GET /ready": "a proxy asks whether to send traffic",
    "GET /metrics": "guarded by a token of its own, closed in production without one",
    "GET /": "the landing page",
    "GET /pricing": "prices are for strangers",
    "GET /api/v1/plans": "prices are for strangers",
    "GET /terms": "read before one signs up",
    "GET /privacy": "read before one signs up",
    "POST /api/v1/signup": "nobody has an account before",
    "POST /api/v1/sessions": "signing in",
    "GET /sign-up": "nobody has an account before",
    "POST /sign-up": "nobody has an account before",
    "GET /signup": "the same under the other spelling",
    "POST /signup": "the same under the other spelling",
    "GET /sign-in": "signing in",
    "POST /sign-in": "signing in",
    "POST /sign-in/code": "signing in: the second factor",
    "GET /signin": "the same under the other spelling",
    "POST /signin": "the same under the other spelling",
    "GET /reset": "who forgot the password cannot sign in",
    "POST /reset": "who forgot the password cannot sign in",
    "GET /reset/{token}": "the link in the letter is the proof",
    "POST /reset/{token}": "the link in the letter is the proof",
    "POST /api/v1/password-resets": "who forgot the password cannot sign in",
    "POST /api/v1/password-resets/{token}": "the link in the letter is the proof",
    "GET /verify/{token}": "the link in the letter is the proof",
    "POST /verify/{token}": "the link in the letter is the proof",
    "POST /api/v1/verifications/{token}": "the link in the letter is the proof",
    "GET /new-address/{token}": "the link in the letter is the proof",
    "POST /new-address/{token}": "the link in the letter is the proof",
    "POST /api/v1/new-addresses/{token}": "the link in the letter is the proof",
    "GET /invitations/{token}": "the link is the proof",
    "POST /invitations/{token}": "the link is the proof",
    "POST /api/v1/invitations/{token}/acceptance": "the link is the proof",
    "GET /partner-invitations/{token}": "the link is the proof",
    "POST /partner-invitations/{token}": "the link is the proof",
    "GET /f/{public_id}": "a form of a firm's website is for strangers",
    "POST /f/{public_id}": "strangers send it: sealed ticket, trap, limits, no read of anything",
    "GET /operator/sign-in": "the operators' own sign-in",
    "POST /operator/sign-in": "the operators' own sign-in: password and code, limited",
    "GET /operator/set-up/{token}": "the link that the command line printed is the proof",
    "POST /operator/set-up/{token}": "the link that the command line printed is the proof",
    "GET /dev/outbox": "letters of a development install without SMTP; absent in production",
    "GET /hooks/{channel}/{bot_path}": "a network asks whether the address is ours",
    "POST /hooks/{channel}/{bot_path}": "the network's secret, before the body is read",
    "GET /telegram/{number}": "the Mini App's empty page: no data",
    "POST /telegram/{number}": "signed by Telegram with the bot's token, fresh, once",
    "POST /hooks/stripe": "Stripe's signature over the raw bytes, minutes old at most",
    "GET /calendar/{name}": "a calendar program: the token in the address is the proof",
    "GET /api/docs": "the API's page for people: no data",
    "GET /api/docs/{name}": "one operation of the description: no data",
    "GET /api/v1": "the API's page: no data",
    "GET /api/v1/openapi.json": "the API's description: no data",
    "GET /api/v1/{path}": "the API's page not found: no data",
}
FRAMEWORKS = {"GET /api/v1", "GET /api/v1/openapi.json", "GET /api/v1/{path}"}


@pytest.fixture(scope="module")
async def cast(client, admin):
    cast = await assemble(client, admin)
    await cast.own.everything()
    return cast


@pytest.fixture(scope="module")
async def cookie(cast):
    return {"Cookie": f"{SESSION_COOKIE}={cast.owner.token}"}


@pytest.fixture
async def session_id(cast, admin):
    return str(
        await admin.fetchval(
            "SELECT id FROM session WHERE token_hash = $1", digest(cast.owner.token)
        )
    )


async def test_every_route_commits_by_our_rule_and_says_what_it_needs(app):
    ours = [visit for visit in visits(app) if str(visit) not in FRAMEWORKS]
    assert [str(visit) for visit in ours if not visit.is_ours] == []
    assert [str(visit) for visit in ours if not visit.needs] == []


async def test_every_route_that_answers_strangers_was_reviewed(app):
    public = {str(visit) for visit in visits(app) if visit.needs == "public"}
    assert public - set(PUBLIC) == set(), "review it, and give the reason in PUBLIC"
    assert set(PUBLIC) - public == set(), "no longer there"
    assert all(PUBLIC.values())


async def test_no_route_has_a_dependency_that_cleans_up_after_itself(app):
    for visit in visits(app):
        for name, provider in visit.handler.resolve_dependencies().items():
            assert not provider.has_async_generator_dependency, f"{visit}: {name}"
            assert not provider.has_sync_generator_dependency, f"{visit}: {name}"


async def test_no_route_is_cached_without_its_reader(app):
    assert [str(visit) for visit in visits(app) if getattr(visit.handler, "cache", False)] == []


async def test_every_answer_carries_the_safety_headers(cast, app, cookie):
    for visit in visits(app):
        if visit.method == "GET":
            url = visit.url(cast.acme.slug, cast.own.made)
            for headers in ({}, cookie):
                demand_safe(visit, await cast.http.get(url, headers=headers))


async def test_errors_carry_them_too(cast, cookie, probes):
    demand_safe("404", await cast.http.get("/no/such/page/at/all"), 404)
    demand_safe("404", await cast.http.get("/api/v1/no/such"), 404)
    demand_safe("405", await cast.http.delete("/pricing"), 405)
    big = b"[" + b"1," * 6_000_000
    headers = {"Content-Type": "application/json"}
    url = f"/api/v1/{cast.acme.slug}/companies"
    demand_safe("413", await cast.ask(cast.owner, "POST", url, content=big, headers=headers), 413)
    demand_safe("500", await probes.get("/api/v1/probe/broken"), 500)
    demand_safe("page 500", await probes.get("/page/broken"), 500)


# Telegram Web shows the Mini App's empty page in a frame; all else stays the same.
FRAMED = {
    "/telegram/{number}": CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors https://web.telegram.org"
    )
}


def demand_safe(what, response, status=None):
    assert status in (None, response.status_code), f"{what}: {response.status_code}"
    headers = response.headers
    policy = FRAMED.get(getattr(what, "path", ""), CONTENT_SECURITY_POLICY)
    assert headers.get("x-content-type-options") == "nosniff", what
    assert headers.get("referrer-policy") == "same-origin", what
    assert "no-store" in headers.get("cache-control", ""), what
    assert headers.get_list("content-security-policy") == [policy], what


async def test_the_policy_permits_nothing_inline():
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def browsers(app):
    """Changes that a member's browser can be made to send; who is none has tests of their own."""
    apart = {"public", "operator", "partner"}
    return [v for v in visits(app) if v.method in UNSAFE and v.needs not in apart]


async def test_no_change_is_made_for_a_browser_without_our_token(
    cast, app, cookie, session_id, admin
):
    before = await sum_of(admin, cast.own.tenant_id)
    token = csrf_token(session_id)
    forged = (
        {"X-CSRF-Token": "made.up"},
        {"X-CSRF-Token": csrf_token("another session")},
        {"X-CSRF-Token": token, "Origin": "https://evil.example"},
        {"X-CSRF-Token": token, "Origin": "null"},
        {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"},
        {"X-CSRF-Token": token, "Sec-Fetch-Site": "same-site"},
    )
    for place, visit in enumerate(browsers(app)):
        url = visit.url(cast.acme.slug, cast.own.made)
        # Without any each, and the others in turn: it is one guard that stands before all.
        for said in ({}, forged[place % len(forged)]):
            response = await cast.http.request(visit.method, url, headers=cookie | said, json={})
            assert response.status_code == 403, f"{visit} {said}: {response.status_code}"
        response = await cast.http.request(
            visit.method, url, headers=cookie, params={"_csrf": token, "csrf": token}, json={}
        )
        assert response.status_code == 403, f"{visit} with the token in its address"
    assert await sum_of(admin, cast.own.tenant_id) == before
    assert len(browsers(app)) > 10


async def test_with_our_token_the_guard_lets_it_pass(cast, app, cookie, session_id):
    token = {"X-CSRF-Token": csrf_token(session_id)}
    for visit in browsers(app):
        if visit.needs == "person":
            continue  # these act on the session itself
        response = await cast.http.request(
            visit.method, visit.url(cast.acme.slug), headers=cookie | token, content=b"\xff"
        )
        assert "/problems/csrf" not in response.text, str(visit)


async def test_strangers_forms_need_the_token_as_well(cast, app):
    forms = [
        visit
        for visit in visits(app)
        if visit.method in UNSAFE and visit.needs == "public" and not visit.path.startswith("/api/")
    ]
    for visit in forms:
        if not visit.csrf:
            continue
        response = await cast.http.request(visit.method, visit.url("x"), data={"email": "a@b.c"})
        assert response.status_code == 403, f"{visit}: {response.status_code}"


async def test_no_page_that_is_only_looked_at_changes_anything(cast, app, cookie, admin):
    rows = cast.own.made
    before = await everything(admin, cast)
    # Who takes a list away is on record: that is no mere look.
    looks = [v for v in visits(app) if v.method == "GET" and not v.path.endswith("/export")]
    for start in range(0, len(looks), AT_ONCE):
        some = looks[start : start + AT_ONCE]
        for visit in some:
            response = await cast.http.get(visit.url(cast.acme.slug, rows), headers=cookie)
            assert response.status_code < 500, f"{visit}: {response.text[:300]}"
        after = await everything(admin, cast)
        assert after == before, f"one of these changed something: {some}"
    assert len(rows) > 20


async def everything(admin, cast):
    tables = ("person", "session", "workspace", "delivery")
    sums = [
        await admin.fetchval(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t")
        for name in tables
    ]
    return json.dumps([*sums, await sum_of(admin, cast.own.tenant_id)])


@pytest.mark.parametrize(
    "header", [{"X-HTTP-Method-Override": "DELETE"}, {"X-Original-URL": "/"}, {"X-Tenant-Id": "b"}]
)
async def test_a_header_is_no_method_no_address_and_no_firm(acme, globex, header):
    company = await acme.create("companies", name="Hualian")
    header = {**header, "X-Org": globex.slug, "X-Forwarded-Host": f"{globex.slug}.example"}
    response = await acme.request("GET", f"companies/{company['id']}", headers=header)
    assert response.json() == company
