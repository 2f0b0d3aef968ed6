"""Knowledge on pages: kept on a visit's page, put in order by curators, used on a deal's page."""

import pytest
from surfer import Surfer


@pytest.fixture
async def told(acme):
    """A deal with a competitor, a visit that tells of an objection, and a question."""
    rival = await acme.create("competitors", name="Grundfos")
    deal = await acme.create("deals", name="Pumps", competitors=[rival["id"]])
    about = [{"type": "deal", "id": deal["id"]}]
    visit = await acme.create("activities", text="Grundfos is cheaper, price too high", links=about)
    return deal["id"], visit["id"]


async def test_one_tap_keeps_a_visit_and_the_curator_publishes_it(acme, told):
    deal, visit = told
    owner, rep = Surfer(acme.owner), Surfer(await acme.member("rep", "Rita"))
    assert "Keep as knowledge" in (await owner.open(f"activities/{visit}")).text
    assert "price too high" in (await owner.open(f"knowledge/keep/{visit}", htmx=True)).text
    await owner.follow(f"knowledge/keep/{visit}")
    [kept] = (await acme.get("knowledge"))["items"]
    assert f"knowledge/{kept['id']}" in (await owner.fetch(f"activities/{visit}")).text
    assert await rep.status(f"knowledge/{kept['id']}/course", step="publish") == 404
    queue = await owner.follow(f"knowledge/{kept['id']}/course", step="publish", back="queue")
    assert "Nothing waits here" in queue.text
    panel = (await owner.fetch(f"knowledge/for/{deal}", htmx=True)).text
    assert f"knowledge/{kept['id']}?for={deal}" in panel
    await rep.send(f"knowledge/{kept['id']}/opening", htmx=True)
    assert (await rep.fetch(f"knowledge/{kept['id']}?for={deal}")).status_code == 404
    await owner.follow(f"knowledge/{kept['id']}/use", how="quoted", **{"for": deal})
    assert "opened 1 time" in (await owner.open(f"knowledge/{kept['id']}")).text


async def test_the_owners_page_tells_what_is_said_and_opens_its_rows(acme, told):
    _deal, visit = told
    owner, rep = Surfer(acme.owner), Surfer(await acme.member("rep", "Rita"))
    page = (await owner.fetch("knowledge")).text
    assert "knowledge/heard/objection/price" in page
    assert visit in (await owner.fetch("knowledge/heard/objection/price")).text
    assert "heard/objection" not in (await rep.fetch("knowledge")).text
    assert (await rep.fetch("knowledge/queue")).status_code == 403
    assert "Price" in (await owner.open(f"briefing/{_deal}")).text
