"""What waits for a member, and who was forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

from surfer import Surfer
from world import Workspace


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


async def parts(who: Any) -> dict[str, list[str]]:
    return {p["key"]: [i["title"] for i in p["items"]] for p in (await who.get("queue"))["items"]}


async def test_the_queue_holds_what_waits_for_me_and_nobody_else(acme: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    assert await parts(rita) == {}
    late = await rita.create("tasks", title="Quote", due_at=ago(hours=1))
    await acme.create("tasks", title="Of the boss", due_at=ago(hours=1))
    people = (await acme.get("members"))["items"]
    her = next(m["id"] for m in people if m["email"] == rita.email)
    await acme.create("companies", name="Given", owner_id=her)
    assert await parts(rita) == {"overdue": ["Quote"], "assigned": ["Given"]}
    browser = Surfer(rita)
    page = await browser.open("queue")
    assert "Quote" in page.text
    assert "Of the boss" not in page.text
    await browser.send(f"tasks/{late['id']}/completion", back="queue")
    assert "overdue" not in await parts(rita)


async def test_who_is_forgotten_stands_in_one_bucket(acme: Workspace, globex: Workspace) -> None:
    rita = await acme.member("rep", "Rita")
    for days in (3, 8, 16, 31, 400):
        company = await acme.create("companies", name=f"Silent for {days}")
        links = [{"type": "company", "id": company["id"]}]
        await acme.create("activities", text="Met them", happened_at=ago(days=days), links=links)
    counts = (await acme.get("forgotten"))["items"]
    assert [(b["days"], b["count"]) for b in counts] == [(7, 1), (15, 1), (30, 1), (90, 1)]
    found = (await acme.get("forgotten/records", days=30))["items"]
    assert [c["name"] for c in found] == ["Silent for 31"]
    for other in (rita, globex):
        assert {b["count"] for b in (await other.get("forgotten"))["items"]} == {0}
        assert (await other.get("forgotten/records", days=90))["items"] == []
    page = await Surfer(acme.owner).open("forgotten?days=90")
    assert "Silent for 400" in page.text
    assert "Silent for 31" not in page.text
    assert await acme.status("GET", "forgotten", params={"type": "task"}) == 404
    assert await acme.status("GET", "forgotten/records", params={"days": 8}) == 422


async def test_an_appointment_stands_on_its_customers_timeline(acme: Workspace) -> None:
    company = await acme.create("companies", name="Hualian")
    links = [{"type": "company", "id": company["id"]}]
    await acme.create("appointments", title="Fair", starts_at="2031-06-02T07:00:00Z", links=links)
    assert "Fair" in (await Surfer(acme.owner).open(f"companies/{company['id']}")).text
