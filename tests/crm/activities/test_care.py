"""Plans of care open tasks for whoever looks after the customer, and not too often."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from chatting import work as run
from surfer import Surfer
from world import Workspace


async def open_tasks(who: Any) -> list[str]:
    return sorted(t["title"] for t in (await who.get("tasks"))["items"])


async def night(acme: Workspace, database: Any, **later: float) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(**later), tick=True):
        await run(database, "care.give", {}, acme.workspace_id)


async def test_a_week_after_a_visit_its_owner_gets_one_task(acme, globex, database) -> None:
    company = await acme.create("companies", name="Hualian")
    wish = {"name": "Ask them", "cause": "activity", "activity_kind": "visit", "days": 7}
    await acme.post("care-plans", 201, **wish)
    links = [{"type": "company", "id": company["id"]}]
    await acme.create("activities", kind="visit", text="Met them", links=links)
    await acme.create("activities", kind="call", text="Rang them", links=links)
    await night(acme, database, days=6)
    assert await open_tasks(acme) == []
    for _time in range(2):
        await night(acme, database, days=8)
    assert await open_tasks(acme) == ["Ask them: Hualian"]
    assert await open_tasks(globex) == []


async def test_silence_and_won_deals_are_causes_and_pauses_are_kept(acme, database) -> None:
    company = await acme.create("companies", name="Hualian")
    await acme.post("care-plans", 201, name="Ring", cause="silence", days=30, pause_days=60)
    await acme.post("care-plans", 201, name="Thank", cause="won", days=1)
    deal = await acme.create("deals", name="Pumps", companies=[company["id"]])
    await acme.post(f"deals/{deal['id']}/winning")
    await night(acme, database, days=2)
    assert await open_tasks(acme) == ["Thank: Hualian"]
    for days in (31, 50, 80):
        await night(acme, database, days=days)
    assert await open_tasks(acme) == ["Ring: Hualian", "Thank: Hualian"]


async def test_administrators_make_plans_and_give_them_up(acme, globex) -> None:
    rita = await acme.member("rep", "Rita")
    wish = {"name": "Ask", "cause": "activity", "days": 7}
    assert await acme.status("POST", "care-plans", json=wish | {"activity_kind": "ball"}) == 422
    assert await rita.status("POST", "care-plans", json=wish) == 403
    browser = Surfer(acme.owner)
    form = {"name": "Ask", "cause": "won", "activity_kind": "", "days": "7", "pause_days": "30"}
    await browser.send("settings/care", **form)
    assert "Ask" in (await browser.open("settings/care")).text
    (plan,) = (await acme.get("care-plans"))["items"]
    assert await globex.status("DELETE", f"care-plans/{plan['id']}") == 404
    assert await acme.status("DELETE", f"care-plans/{plan['id']}") == 204
    assert (await acme.get("care-plans"))["items"] == []


async def test_a_birthday_comes_yearly_and_of_29_february_on_the_28th(acme, database) -> None:
    await acme.create("contacts", name="Wang", birthday="1988-02-29")
    await acme.post("care-plans", 201, name="Congratulate", cause="birthday", days=2)
    for day, tasks in (("2027-02-25", 0), ("2027-02-26", 1), ("2027-03-01", 1), ("2028-02-27", 2)):
        with time_machine.travel(datetime.fromisoformat(f"{day}T04:00+00:00"), tick=True):
            await run(database, "care.give", {}, acme.workspace_id)
        assert await open_tasks(acme) == ["Congratulate: Wang"] * tasks


async def test_a_customer_gets_one_task_of_all_plans_in_a_while(acme, database) -> None:
    await acme.create("companies", name="Hualian")
    await acme.edit("customer-parameters", care_pause_days=10)
    for name in ("Ring", "Write"):
        await acme.post("care-plans", 201, name=name, cause="silence", days=30, pause_days=60)
    await night(acme, database, days=31)
    assert len(await open_tasks(acme)) == 1
    await night(acme, database, days=42)
    assert await open_tasks(acme) == ["Ring: Hualian", "Write: Hualian"]
