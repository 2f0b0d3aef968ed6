"""A customer at one look: the same figures on the page and by the API, each within its sight."""

from datetime import timedelta

from roles import WORKS, hire, role
from surfer import Surfer

from kernel import clock


async def _known(firm):
    made = await firm.create("companies", name="Hualian", level="A")
    wang = await firm.create("contacts", name="Wang", role="decision_maker", companies=[made["id"]])
    link = [{"type": "company", "id": made["id"]}]
    late = (clock.now() - timedelta(days=2)).isoformat()
    await firm.create("activities", kind="visit", text="Wants pumps", links=link, satisfaction="4")
    await firm.create("tasks", title="Send quote", due_at=late, links=link)
    for amount in (100_00, 250_00):
        money = {"amount_minor": amount, "currency": "USD"}
        await firm.create(
            "deals", name="Pumps", amount=money, companies=[made["id"]], contacts=[wang["id"]]
        )
    return made, wang


async def test_a_page_and_the_api_tell_how_a_customer_stands(acme):
    made, wang = await _known(acme)
    found = (await acme.get(f"companies/{made['id']}/overview"))["figures"]
    assert (found["deals"]["open"], found["deals"]["open_worth"]) == (2, 350_00)
    assert (found["tasks"]["open"], found["tasks"]["overdue"]) == (1, 1)
    assert found["talk"]["last_30_days"] == 1
    assert found["satisfied"] == {"answers": 1, "satisfied": 1}
    assert found["people"] == {"count": 1, "parts": {"decision_maker": 1}}
    of_wang = (await acme.get(f"contacts/{wang['id']}/overview"))["figures"]
    assert of_wang["deals"]["open_worth"] == 350_00
    page = (await Surfer(acme.owner).open(f"companies/{made['id']}")).text
    for words in (
        "$350",
        "in 2 deals",
        "1 overdue",
        "1 talk in 90 days",
        "Decides 1",
        "A: key",
        "100%",
    ):
        assert words in page


async def test_nobody_counts_what_they_do_not_see(acme):
    made, _wang = await _known(acme)
    works = {**WORKS, "see": "all"}
    hidden = {"deal": {"amount": "hidden"}, "contact": {"role": "hidden"}}
    records = {"*": works, "task": {**WORKS, "see": "own"}}
    await role(acme, "Desk", records=records, fields=hidden)
    rita = await hire(acme, "desk", "Rita")
    found = (await rita.get(f"companies/{made['id']}/overview"))["figures"]
    assert (found["deals"]["open"], found["deals"]["open_worth"]) == (2, None)
    assert found["people"] == {"count": 1, "parts": {}}
    assert found["tasks"]["open"] == 0
    assert "$350" not in (await Surfer(rita).open(f"companies/{made['id']}")).text


async def test_the_overview_of_another_firms_customer_does_not_exist(acme, globex):
    made, wang = await _known(acme)
    assert await globex.status("GET", f"companies/{made['id']}/overview") == 404
    assert await globex.status("GET", f"contacts/{wang['id']}/overview") == 404
