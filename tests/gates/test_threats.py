"""Single lines of the list of threats that no other gate asks (their numbers in brackets)."""

import asyncio
from uuid import UUID

import httpx
import msgspec
import pytest
from cast import assemble
from chatting import work
from planting import sum_of
from visiting import visits
from world import PASSWORD, open_workspace

from app.main import create_app
from kernel.addresses import canonical
from kernel.jobs import JOBS

SITE = "https://crm.example.com"
TOKEN = "m" * 20


@pytest.fixture(scope="module")
async def cast(client, admin):
    cast = await assemble(client, admin)
    await cast.own.everything()
    await cast.other.everything()
    return cast


@pytest.fixture(scope="module")
def served(settings):
    key = settings.secret_keys_file.read_text().split()[0]
    return msgspec.structs.replace(
        settings, environment="production", base_url=SITE, secret_keys=(key,), metrics_token=TOKEN
    )


@pytest.fixture(scope="module")
async def production(app, served, dsn):
    """The application as a firm's operator starts it; within `app`, which must end after it."""
    application = create_app(served, dsn)
    async with application.inner.lifespan():
        yield application


@pytest.fixture
async def street(production):
    """Somebody outside."""
    transport = httpx.ASGITransport(app=production, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


async def test_production_hides_what_is_for_its_makers(production, street):  # [43]
    hidden = [visit.path for visit in visits(production) if visit.path.startswith("/dev")]
    assert hidden
    for path in [*hidden, "/metrics"]:
        assert (await street.get(path)).status_code == 404, path
    wrong = await street.get("/metrics", headers={"Authorization": "Bearer wrong"})
    right = await street.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (wrong.status_code, right.status_code) == (404, 200)
    assert "session" not in right.text


async def test_figures_without_a_token_are_for_nobody(served, dsn):  # [43]
    bare = create_app(msgspec.structs.replace(served, metrics_token=None), dsn)
    transport = httpx.ASGITransport(app=bare, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        assert (await client.get("/metrics")).status_code == 404


@pytest.mark.parametrize("path", ["/schema", "/debug", "/install", "/.env", "/.git/config"])
async def test_production_has_no_forgotten_door(street, path):  # [42, 43]
    answer = await street.get(path)
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in")
    assert answer.status_code == 404 or (answer.status_code == 303 and to_sign_in)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://crm.example.com.evil"])
async def test_no_other_site_reads_an_answer(acme, origin):  # [37]
    for method in ("GET", "OPTIONS"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        answer = await acme.request(method, "companies", headers=asked)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_one_person_in_two_firms_is_never_in_both(http):  # [7]
    first = await open_workspace(http, "Acme")
    again = await http.post(
        "/api/v1/signup",
        json={"email": first.email, "password": PASSWORD, "company": "Globex"},
    )
    assert again.status_code == 201, again.text
    slugs = [first.slug, again.json()["workspace"]["slug"]]
    headers = {"Authorization": f"Bearer {again.json()['token']}"}
    for slug in slugs:
        url = f"/api/v1/{slug}/companies"
        await http.post(url, json={"name": f"Only in {slug}"}, headers=headers)
    asked = [http.get(f"/api/v1/{slugs[n % 2]}/companies", headers=headers) for n in range(60)]
    for n, answer in enumerate(await asyncio.gather(*asked)):
        assert [row["name"] for row in answer.json()["items"]] == [f"Only in {slugs[n % 2]}"]


@pytest.mark.parametrize("name", [job.name for job in JOBS.values() if job.tenant])
async def test_a_job_with_another_firms_ids_does_nothing_to_it(
    cast, admin, job_database, name
):  # [18]
    theirs = {f"{table}_id": str(ids[0]) for table, ids in cast.other.made.items()}
    theirs |= {"member_id": theirs["membership_id"], "by": theirs["membership_id"], "sweep": True}
    theirs |= {"rule_id": theirs["retention_rule_id"], "after": str(UUID(int=0))}
    theirs |= {"draft_id": theirs["chat_draft_id"], "order": theirs["prepaid_order_id"]}
    before = await sum_of(admin, cast.other.tenant_id)
    await work(job_database, name, theirs, str(cast.own.tenant_id))
    assert await sum_of(admin, cast.other.tenant_id) == before


async def test_the_same_words_in_two_firms_are_nobodys_secret(acme, globex):  # [9]
    said = {"name": "Wang", "emails": [{"value": "wang@hualian.example", "label": "work"}]}
    first, second = await acme.create("contacts", **said), await globex.create("contacts", **said)
    assert first.keys() == second.keys()
    for firm in (acme, globex):
        await firm.post("tags", 201, name="VIP", color="blue")


async def test_a_firm_that_is_suspended_is_shut_for_all_of_its_people(acme, admin):  # [21]
    rep = await acme.member("rep")
    key = (await acme.post("keys", 201, name="Sync", scopes=["read"]))["token"]
    firm = UUID(acme.workspace_id)
    await admin.execute("UPDATE workspace SET status = 'suspended' WHERE id = $1", firm)
    for token in (acme.owner.token, rep.token, key):
        answer = await acme.http.get(
            f"/api/v1/{acme.slug}/companies", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code in {401, 404}


async def test_a_form_of_ten_thousand_parts_is_refused(acme):  # [73]
    company = await acme.create("companies", name="Hualian")
    parts = [(f"field{n}", (None, b"x")) for n in range(10_001)]
    url = f"companies/{company['id']}/attachments"
    answer = await acme.request("POST", url, files=parts)
    assert answer.status_code in {400, 413, 422}


async def test_a_conflict_tells_nothing_of_the_row_it_met(acme):  # [22]
    await acme.post("tags", 201, name="VIP", color="blue")
    answer = await acme.request("POST", "tags", json={"name": "vip", "color": "blue"})
    assert answer.status_code == 409
    assert not {"Key", "DETAIL", acme.workspace_id} & set(answer.text.split())


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example"),
        ("ada@example.com.", "ada@example.com"),
        ("  ada@example.com ", "ada@example.com"),
        ("\ufb01nn@example.com", "finn@example.com"),
        ("cafe\u0301@example.com", "caf\u00e9@example.com"),
        ("STRASSE@example.com", "stra\u00dfe@example.com"),
    ],
)
def test_an_address_is_one_address_however_it_is_typed(typed, same):  # [57]
    assert canonical(typed) == canonical(same)


@pytest.mark.parametrize(
    "typed", ["\u0430da@example.com", "ada+crm@example.com", "a.da@example.com"]
)
def test_an_address_that_only_looks_alike_is_another(typed):  # [57]
    assert canonical(typed) != canonical("ada@example.com")
