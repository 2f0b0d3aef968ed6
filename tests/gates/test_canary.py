"""A word that stands everywhere in one firm is looked for in everything the other is shown."""

import re

import pytest
from cast import CANARY, Actor, Cast, assemble
from visiting import QUERY, visits

pytestmark = pytest.mark.timeout(900)
MARKS = re.compile(r"</?mark[^>]*>")  # the word itself is marked where it was looked for
SONG = re.compile(rf"{CANARY} [a-z_]+ [a-z_]+ [0-9a-f]{{8}}")


@pytest.fixture(scope="module")
async def cast(client, admin) -> Cast:
    cast = await assemble(client, admin)
    await cast.other.everything()
    await cast.own.everything()
    # Planted counts are nonsense by which nothing is found; from here on they are true ones.
    for counts in ("search_totals", "term_stats"):
        await admin.execute(f"DELETE FROM {counts} WHERE tenant_id = $1", cast.other.tenant_id)
    for planted in ("company name 00000000", "contact name 00000000"):
        plural = "companies" if planted.startswith("company") else "contacts"
        await cast.globex.create(plural, name=f"{CANARY} {planted}")
    return cast


async def sung(cast: Cast, actor, slug: str, rows, app, ends="") -> tuple[list[str], int]:
    """Where the word was heard, and at how many addresses somebody listened.

    An owner, who is shown the most, comes with and without a question, as a browser and as a
    program, everywhere; the others as each address is made for.
    """
    heard, asked = [], 0
    for visit in visits(app):
        if visit.method != "GET" or not visit.path.endswith(ends):
            continue
        program, browser = {}, {"Cookie": f"__Host-session={actor.token}"}
        usual = program if visit.path.startswith("/api/") else browser
        everything = actor.name == "owner"
        for query in ({}, QUERY) if everything else (QUERY,):
            asked += 1
            url = visit.url(slug, rows)
            for headers in (program, browser) if everything else (usual,):
                options = {"headers": headers, "params": query}
                if headers:
                    response = await cast.http.get(url, **options)
                else:
                    response = await cast.ask(actor, "GET", url, **options)
                if SONG.search(MARKS.sub("", response.text)) or SONG.search(str(response.headers)):
                    heard.append(f"{visit} as {actor.name}")
                # What was planted in the other firm need not make sense to its own pages.
                sound = response.status_code < 500 or slug == cast.globex.slug
                assert sound, f"{visit} as {actor.name}: {response.text[:300]}"
    return heard, asked


@pytest.mark.parametrize("name", ["owner", "manager", "rep", "viewer", "read key"])
async def test_no_answer_sings_the_other_firms_song(cast, app, name):
    actor = next(actor for actor in cast.actors if actor.name == name)
    heard, asked = await sung(cast, actor, cast.acme.slug, cast.own.made, app)
    assert heard == []
    heard, _asked = await sung(cast, actor, cast.acme.slug, cast.other.made, app)
    assert heard == []
    print(f"\n{name}: nothing heard at {asked} addresses")


@pytest.mark.parametrize("ends", ["/contacts", "/companies", "/search"])
async def test_the_other_firms_own_people_hear_it(cast, app, ends):
    """Or the silence above would prove nothing."""
    owner = Actor("globex", cast.globex.owner.token, "owner")
    heard, asked = await sung(cast, owner, cast.globex.slug, cast.other.made, app, ends)
    assert asked
    assert any(line.startswith(f"GET /api/v1/{{workspace}}{ends} as") for line in heard)
    assert any(line.startswith(f"GET /{{workspace}}{ends} as") for line in heard)
