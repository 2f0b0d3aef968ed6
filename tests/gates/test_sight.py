"""Inside one firm: what a rep must not see is looked for in everything the rep is shown."""

import re

import pytest
from cast import assemble
from chatting import work
from visiting import visits

from kernel.secret import digest
from search.indexing import READ_FILE

pytestmark = pytest.mark.timeout(300)
SECRET = "nachtigall"
SONG = re.compile(rf"{SECRET}\w* \d")
QUERIES = ({}, {"q": SECRET}, {"limit": "100"})


@pytest.fixture(scope="module")
async def cast(client, admin, job_database):
    """A rival rep with a customer of each kind, and everything that hangs on one."""
    cast = await assemble(client, admin)
    base = f"/api/v1/{cast.acme.slug}"

    async def made(plural, **body):
        answer = await cast.ask(cast.rival, "POST", f"{base}/{plural}", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    cast.hidden = {
        "company": [await made("companies", name=f"{SECRET} 1")],
        "contact": [await made("contacts", name=f"{SECRET} 2", job_title=f"{SECRET} 3")],
    }
    about = [{"type": kind, "id": ids[0]} for kind, ids in cast.hidden.items()]
    cast.hidden["activity"] = [await made("activities", text=f"{SECRET} 4", links=about)]
    file = {"file": ("terms.txt", f"The warranty of {SECRET} 7 lasts five years.".encode())}
    path = f"{base}/companies/{cast.hidden['company'][0]}/attachments"
    kept = (await cast.ask(cast.rival, "POST", path, files=file)).json()
    await work(job_database, READ_FILE, {"file_id": kept["id"]}, str(cast.acme.workspace_id))
    cast.hidden["task"] = [await made("tasks", title=f"{SECRET} 5", links=about)]
    return cast


def looked_at(app):
    return [v for v in visits(app) if v.method == "GET" and "audit" not in v.path]


async def heard_by(cast, actor, looks, rows):
    """Pages as a browser asks for them, the rest as a program does."""
    found = set()
    for visit in looks:
        for query in QUERIES:
            url = visit.url(cast.acme.slug, rows)
            if visit.path.startswith("/api/"):
                answer = await cast.ask(actor, "GET", url, params=query)
            else:
                headers = {"Cookie": f"__Host-session={actor.token}"}
                answer = await cast.http.get(url, params=query, headers=headers)
            assert answer.status_code < 500, f"{visit}: {answer.text[:200]}"
            if SONG.search(answer.text):
                found.add(str(visit))
    return found


@pytest.mark.parametrize("role", ["rep", "manager"])
async def test_what_is_not_ones_own_is_nowhere(cast, app, role):
    actor = next(actor for actor in cast.actors if actor.name == role)
    assert await heard_by(cast, actor, looked_at(app), cast.hidden) == set()


@pytest.mark.parametrize("name", ["rival", "viewer"])
async def test_those_who_may_see_it_do(cast, app, name):
    actor = cast.rival if name == "rival" else next(a for a in cast.actors if a.name == name)
    base = "GET /api/v1/{workspace}"
    kinds = ("companies", "contacts", "activities", "tasks")
    theirs = {f"{base}/{kind}{one}" for kind in kinds for one in ("", "/{record_id}")}
    theirs.add(f"{base}/search")
    looks = [visit for visit in looked_at(app) if str(visit) in theirs]
    assert await heard_by(cast, actor, looks, cast.hidden) == theirs


@pytest.mark.parametrize("name", ["rep", "manager", "rival", "viewer"])
async def test_answers_quote_only_what_one_may_read(cast, name):
    actor = cast.rival if name == "rival" else next(a for a in cast.actors if a.name == name)
    heard = ""
    for question in (
        f"How long does the warranty of {SECRET} last?",
        f"What is {SECRET} 4?",
        SECRET,
    ):
        url = f"/api/v1/{cast.acme.slug}/search/answers"
        heard += (await cast.ask(actor, "POST", url, json={"question": question})).text
    assert bool(SONG.search(heard)) is (name in {"rival", "viewer"})
    assert (f"{SECRET} 7" in heard) is (name in {"rival", "viewer"})


async def test_one_persons_things_are_not_anothers(cast, api, admin):
    """Operations outside of workspaces: their ids are a person's own, and nobody else's."""
    mine = [o for o in api if not o.in_workspace and o.needs == "person" and o.path_ids]
    assert mine
    session = await admin.fetchval(
        "SELECT id FROM session WHERE token_hash = $1", digest(cast.owner.token)
    )
    known = {"session_id": session}
    for operation in mine:
        name = operation.path_ids[0]
        theirs = operation.url("", **{name: known[name]})
        nothing = operation.url("", **{name: "0192f0a0-0000-7000-8000-000000000001"})
        body = operation.sample()
        first = await cast.ask(cast.rival, operation.method, theirs, json=body)
        second = await cast.ask(cast.rival, operation.method, nothing, json=body)
        assert first.status_code == second.status_code == 404, str(operation)
        assert first.content == second.content
    url = f"/api/v1/{cast.acme.slug}/companies"
    assert (await cast.ask(cast.owner, "GET", url)).status_code == 200


async def test_anothers_task_is_not_on_the_timeline_of_ones_customer(acme):
    rita = await acme.member("rep", "Rita")
    customer = await rita.create("companies", name="Rita's customer")
    about = [{"type": "company", "id": customer["id"]}]
    await acme.create("tasks", title=f"{SECRET} 6", links=about)
    await acme.create("activities", text="Seen by whoever sees the customer", links=about)
    path = f"companies/{customer['id']}/timeline"
    hers, everything = await rita.get(path), await acme.get(path)
    assert SECRET in str(everything)
    assert SECRET not in str(hers)
    assert "Seen by whoever" in str(hers)
