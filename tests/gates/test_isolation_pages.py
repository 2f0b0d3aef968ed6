"""Pages and forms: the other firm's ids, and the invisible ones, are ids of nothing."""

import re
from uuid import uuid4

import pytest
from cast import Cast, assemble
from planting import sum_of
from visiting import visits

from kernel.secret import digest
from web.csrf import csrf_token

pytestmark = pytest.mark.timeout(300)
# What differs between two answers that say the same: ids, and the tokens of forms.
OWN_WORDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{16}\.[\w-]{43}")


@pytest.fixture(scope="module")
async def cast(client, admin) -> Cast:
    cast = await assemble(client, admin)
    await cast.other.everything()
    await cast.own.everything()
    return cast


def with_ids(app):
    """Pages and forms whose address names a row."""
    return [
        visit
        for visit in visits(app)
        if not visit.path.startswith("/api/")
        and "{workspace}" in visit.path
        and re.search(r"\{\w+_id\}", visit.path)
    ]


async def as_browser(cast, admin, actor, visit, url):
    session = await admin.fetchval(
        "SELECT id FROM session WHERE token_hash = $1", digest(actor.token)
    )
    headers = {
        "Cookie": f"__Host-session={actor.token}",
        "X-CSRF-Token": csrf_token(str(session)),
    }
    answer = await cast.http.request(visit.method, url, headers=headers, data={"name": "Taken"})
    return answer.status_code, OWN_WORDS.sub("", answer.text)


@pytest.mark.parametrize("name", ["owner", "rep"])
async def test_the_other_firms_ids_are_ids_of_nothing(cast, app, admin, name):
    actor = next(actor for actor in cast.actors if actor.name == name)
    theirs = await sum_of(admin, cast.other.tenant_id)
    assert len(with_ids(app)) > 20
    before = await sum_of(admin, cast.own.tenant_id)
    for visit in with_ids(app):
        foreign = visit.url(cast.acme.slug, cast.other.made)
        nothing = visit.url(cast.acme.slug)
        first = await as_browser(cast, admin, actor, visit, foreign)
        second = await as_browser(cast, admin, actor, visit, nothing)
        assert first == second, f"{visit}: {first[0]} and {second[0]}"
        assert first[0] < 500, str(visit)
        assert await sum_of(admin, cast.own.tenant_id) == before, f"{visit} changed something"
    assert await sum_of(admin, cast.other.tenant_id) == theirs


async def test_another_reps_records_are_records_of_nobody(cast, app, admin):
    rep = next(actor for actor in cast.actors if actor.name == "rep")
    hidden = {
        table: [(await cast.own.plant(table, owner_id=cast.rival.member_id))["id"]]
        for table in ("company", "contact", "activity", "task")
    }
    hidden["record"] = hidden["company"]
    before = await sum_of(admin, cast.own.tenant_id)
    for visit in with_ids(app):
        if "{record_id}" not in visit.path:
            continue
        rows = {**hidden, "tag": [uuid4()], "attachment": [uuid4()], "membership": [uuid4()]}
        first = await as_browser(cast, admin, rep, visit, visit.url(cast.acme.slug, rows))
        second = await as_browser(cast, admin, rep, visit, visit.url(cast.acme.slug))
        assert first == second, f"{visit}: {first[0]} and {second[0]}"
    assert await sum_of(admin, cast.own.tenant_id) == before
