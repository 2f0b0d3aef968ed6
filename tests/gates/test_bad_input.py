"""Whatever is sent, the answer is never a fault of ours, and it says what to do."""

import json
import time
from itertools import count
from urllib.parse import quote

import corpus
import pytest
from cast import assemble
from contract import fields
from places import own_row, table_named
from planting import sum_of

pytestmark = pytest.mark.timeout(600)
PROBLEM = "application/problem+json"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
async def cast(client, admin):
    cast = await assemble(client, admin)
    await cast.own.everything()
    return cast


@pytest.fixture
async def url_of(cast):
    """An address of an operation at which there is something."""

    async def made(operation):
        ids = {}
        for place, name in enumerate(operation.path_ids):
            if operation.in_workspace:
                table = table_named(operation, place)
                ids[name] = await own_row(cast, operation, table, cast.owner)
            else:
                ids[name] = "no-such-token"
        return operation.url(cast.acme.slug, **ids)

    return made


def demand_sound(response, *said):
    """A success, or a refusal whose sentence a person can act on."""
    what = " | ".join(str(part)[:120] for part in said)
    status = response.status_code
    assert status < 500, f"{what}: {status} {response.text[:200]}"
    assert status != 401 or "/api/v1/{workspace}" not in str(said[0]), f"{what}: signed out"
    if status >= 400:
        assert response.headers["content-type"].startswith(PROBLEM), f"{what}: {status}"
        problem = response.json()
        assert problem["status"] == status, what
        assert len(problem["detail"]) > 10, what
        assert not {"Traceback", "asyncpg", "msgspec", "SELECT "} & set(
            problem["detail"].split()
        ), what
        for name, sentence in problem.get("errors", {}).items():
            assert name, what
            assert len(sentence) > 3, what
            assert "asyncpg" not in sentence, what


def bodied(api):
    """Operations that take JSON; signing up and in is limited, and has its own tests."""
    return [o for o in api if o.body is not None and not o.media.startswith("multipart")]


def asking(cast, operation):
    """Who asks: somebody who can spare the account, where the account itself is changed."""
    return cast.owner if operation.in_workspace else cast.rival


async def test_no_body_is_too_odd(cast, api, url_of):
    for operation in bodied(api):
        url = await url_of(operation)
        for name, raw in corpus.RAW.items():
            response = await cast.ask(
                asking(cast, operation), operation.method, url, content=raw, headers=JSON
            )
            demand_sound(response, operation, name)
            required = operation.sample()
            unknown = name in {"unknown field", "tenant_id", "prototype"}
            if unknown or (required and name not in {"byte order mark", "empty", "escaped NUL"}):
                assert response.status_code >= 400, f"{operation} took {name}"


async def test_no_value_is_too_odd_for_any_field(cast, api, url_of):
    cells, turn = 0, count()
    for operation in bodied(api):
        url = await url_of(operation)
        for field in fields(operation):
            # Hundreds of fields are of a few kinds: each gets a part of the values, in turn. An
            # edit knows the fields of its creation.
            step = 3 if operation.method == "POST" else 7
            for name, value in list(corpus.VALUES.items())[next(turn) % step :: step]:
                body = {**(operation.sample() or {}), field: value}
                content = json.dumps(body).encode()
                response = await cast.ask(
                    asking(cast, operation), operation.method, url, content=content, headers=JSON
                )
                demand_sound(response, operation, field, name)
                cells += 1
    print(f"\n{cells} odd values")
    assert cells > 1000


async def test_nothing_odd_was_stored_half(cast, admin):
    for table in ("contact", "company"):
        odd = await admin.fetchval(
            f"SELECT count(*) FROM {table} t WHERE tenant_id = $1 AND NOT EXISTS ("
            f"SELECT 1 FROM record r WHERE r.tenant_id = $1 AND r.id = t.id)",
            cast.own.tenant_id,
        )
        assert odd == 0


async def test_the_same_key_twice_is_one_value_or_a_refusal(cast, acme):
    body = b'{"name": "First", "name": "Second"}'
    response = await acme.request("POST", "companies", content=body, headers=JSON)
    assert response.status_code in {201, 400, 422}
    if response.status_code == 201:
        stored = await acme.get(f"companies/{response.json()['id']}")
        assert stored["name"] == response.json()["name"] == "Second"


async def test_no_word_in_a_query_is_too_odd(cast, api, url_of):
    started = time.monotonic()
    asked = 0
    for operation in api:
        if operation.method != "GET" or not operation.query:
            continue
        url = await url_of(operation)
        for name in operation.query:
            words = list(corpus.WORDS.values())
            words += (
                [quote(c) for c in corpus.CURSORS] if name in {"after", "before", "cursor"} else []
            )
            words += [quote(f) for f in corpus.FILTERS] if name == "filter" else []
            words += [quote(s) for s in corpus.SORTS] if name == "sort" else []
            for word in (w for w in words if len(w) < 20_000):
                response = await cast.ask(cast.owner, "GET", f"{url}?{name}={word}&{name}={word}")
                demand_sound(response, operation, name, word)
                response = await cast.ask(cast.owner, "GET", f"{url}?{name}={word}")
                demand_sound(response, operation, name, word)
                asked += 2
    seconds = time.monotonic() - started
    print(f"\n{asked} odd queries in {seconds:.1f} s")
    assert seconds < asked * 0.1, "something slept"


@pytest.mark.parametrize("word", corpus.FILTERS[:3] + corpus.FILTERS[4:14])
async def test_a_bad_filter_is_refused(cast, word):
    url = f"/api/v1/{cast.acme.slug}/contacts"
    response = await cast.ask(cast.owner, "GET", url, params={"filter": word})
    assert response.status_code == 422, response.text[:200]


@pytest.mark.parametrize("word", corpus.SORTS)
async def test_a_bad_sort_is_refused(cast, word):
    url = f"/api/v1/{cast.acme.slug}/contacts"
    response = await cast.ask(cast.owner, "GET", url, params={"sort": word})
    assert response.status_code == 422, response.text[:200]


@pytest.mark.parametrize("word", corpus.CURSORS)
async def test_a_forged_cursor_is_refused(cast, word):
    url = f"/api/v1/{cast.acme.slug}/contacts"
    response = await cast.ask(cast.owner, "GET", url, params={"after": word})
    assert response.status_code == 422, response.text[:200]


@pytest.mark.parametrize("limit", ["1000000000", "0", "-1", "x", str(2**70)])
async def test_a_page_has_a_largest_size(cast, limit):
    url = f"/api/v1/{cast.acme.slug}/contacts"
    response = await cast.ask(cast.owner, "GET", url, params={"limit": limit})
    assert response.status_code in {400, 422}


async def test_no_word_in_a_path_is_too_odd(cast, api):
    words, turn = [*filter(None, corpus.WORDS.values())], count()
    for operation in api:
        for name in (p["name"] for p in operation.parameters if p["in"] == "path"):
            for word in words[next(turn) % 3 :: 3]:
                ids = dict.fromkeys(operation.path_ids, "0192f0a0-0000-7000-8000-000000000001")
                path = operation.path.replace("{" + name + "}", word)
                for other, value in {"workspace": cast.acme.slug, **ids}.items():
                    path = path.replace("{" + other + "}", value)
                response = await cast.ask(
                    asking(cast, operation), operation.method, path, json=operation.sample()
                )
                demand_sound(response, operation, name, word)


async def test_too_much_is_refused_and_nothing_is_stored(cast, api, url_of, admin):
    before = await sum_of(admin, cast.own.tenant_id)
    big = b'{"name": "' + b"x" * 11_000_000 + b'"}'
    for operation in bodied(api):
        url = operation.url(
            cast.acme.slug, **dict.fromkeys(operation.path_ids, cast.owner.member_id)
        )
        response = await cast.ask(
            asking(cast, operation), operation.method, url, content=big, headers=JSON
        )
        assert response.status_code in {401, 404, 413}, f"{operation}: {response.status_code}"
        demand_sound(response, operation, "11 MB")
    assert await sum_of(admin, cast.own.tenant_id) == before


async def test_much_in_pieces_is_too_much_as_well(cast):
    async def endless():
        for _ in range(200):
            yield b" " * 100_000

    url = f"/api/v1/{cast.acme.slug}/companies"
    response = await cast.ask(cast.owner, "POST", url, content=endless(), headers=JSON)
    assert response.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer " + "x" * 20_000},
        {"Authorization": "Bearer \xff".encode("latin-1")},
        {"Cookie": "a=" + "b" * 9_000},
        {"Cookie": ";".join(f"c{n}=v" for n in range(200))},
        {"Cookie": "__Host-session=a; __Host-session=b"},
        {"If-Match": '"x"'},
        {"If-Match": '"' + "9" * 40 + '"'},
        {"Idempotency-Key": "x" * 10_000},
        {"Idempotency-Key": "\x7f"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/xml"},
        {"Content-Encoding": "gzip", **JSON},
        {"Accept-Language": "zz;q=9,\xff".encode("latin-1")},
        {"X-Forwarded-For": "not an address, , ::ffff:1.2.3.4.5"},
    ],
)
async def test_no_header_is_too_odd(cast, headers):
    url = f"/api/v1/{cast.acme.slug}/companies"
    token = {} if "Authorization" in headers else {"Authorization": f"Bearer {cast.owner.token}"}
    for method in ("GET", "POST"):
        response = await cast.http.request(
            method, url, headers={**token, **headers}, content=b'{"name": "Header"}'
        )
        demand_sound(response, method, headers)


@pytest.mark.parametrize("moment", ["2026-06-30T09:00:00", "0001-06-01T00:00:00Z"])
async def test_a_moment_that_cannot_be_is_named(acme, moment):
    answer = await acme.request("POST", "tasks", json={"title": "Call", "due_at": moment})
    assert answer.status_code == 422
    assert "due_at" in answer.json()["errors"]
