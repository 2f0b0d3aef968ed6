"""Tasks that come again, contacts that are planned, and who hears when they are not done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from chatting import work as run
from world import Workspace

PAST = "2026-01-31T08:00:00Z"


async def open_tasks(who: Any) -> list[Any]:
    found = await who.get("tasks", filter='{"field": "status", "op": "eq", "value": "open"}')
    return list(found["items"])


@pytest.fixture
async def links(acme: Workspace) -> Any:
    company = await acme.create("companies", name="Hualian")
    return [{"type": "company", "id": company["id"]}]


async def test_a_repeating_task_is_followed_by_the_next_once(acme: Workspace, links: Any) -> None:
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC), tick=True):
        task = await acme.create(
            "tasks", title="Invoice", due_at=PAST, repeat="monthly", links=links
        )
        await acme.post(f"tasks/{task['id']}/completion")
        (following,) = await open_tasks(acme)
        assert following["due_at"] == "2026-02-28T08:00:00Z"
        assert [link["title"] for link in following["links"]] == ["Hualian"]
        await acme.request("DELETE", f"tasks/{task['id']}/completion")
        await acme.post(f"tasks/{task['id']}/completion")
        assert len(await open_tasks(acme)) == 1
    # It was the 31st, and is so again; the months that were slept through are left out.
    with time_machine.travel(datetime(2026, 4, 30, 12, tzinfo=UTC), tick=True):
        await acme.post(f"tasks/{following['id']}/completion")
        assert [t["due_at"] for t in await open_tasks(acme)] == ["2026-05-31T07:00:00Z"]


async def test_a_planned_contact_asks_for_its_record_and_becomes_it(acme, links) -> None:
    plan = await acme.create(
        "tasks",
        title="Visit them",
        due_at="2031-06-02T07:00:00Z",
        planned_kind="visit",
        links=links,
    )
    at = f"tasks/{plan['id']}/completion"
    assert await acme.status("POST", at) == 422
    assert (await acme.get(f"tasks/{plan['id']}"))["status"] == "open"
    await acme.post(at, result="They want 20 pumps")
    (made,) = (await acme.get("activities"))["items"]
    assert (made["kind"], made["text"]) == ("visit", "They want 20 pumps")
    assert [link["title"] for link in made["links"]] == ["Hualian"]


async def test_a_planned_contact_is_missed_a_day_later_and_can_still_be_done(
    acme, links, database
) -> None:
    due = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
    plan = await acme.create("tasks", title="Call", due_at=due, planned_kind="call", links=links)
    plain = await acme.create("tasks", title="Quote", due_at=due)
    await run(database, "task.look", {}, acme.workspace_id)
    assert (await acme.get(f"tasks/{plan['id']}"))["status"] == "missed"
    assert (await acme.get(f"tasks/{plain['id']}"))["status"] == "open"
    parts = {p["key"]: p["items"] for p in (await acme.get("queue"))["items"]}
    assert [i["title"] for i in parts["missed"]] == ["Call"]
    done = await acme.post(f"tasks/{plan['id']}/completion", result="Reached him after all")
    assert done["status"] == "done"


async def test_a_manager_hears_once_of_what_is_overdue_in_the_team(acme, database) -> None:
    team = await acme.create("teams", name="North")
    people = {}
    for role, name in (("manager", "Mia"), ("rep", "Rita"), ("manager", "Max")):
        people[name] = await acme.member(role, name)
    known = {m["email"]: m["id"] for m in (await acme.get("members"))["items"]}
    for name in ("Mia", "Rita"):
        await acme.edit(f"members/{known[people[name].email]}", team_id=team["id"])
    due = (datetime.now(UTC) - timedelta(hours=5)).isoformat()
    await people["Rita"].create("tasks", title="Quote", due_at=due)

    async def heard(name: str) -> list[str]:
        items = (await people[name].get("notifications"))["items"]
        return [n["title"] for n in items if n["kind"] == "escalated"]

    await run(database, "task.look", {}, acme.workspace_id)
    assert await heard("Mia") == []
    await acme.edit("customer-parameters", escalate_hours=4)
    for _hour in range(2):
        await run(database, "task.look", {}, acme.workspace_id)
    assert (await heard("Mia"), await heard("Max")) == (["Quote"], [])


async def test_nothing_is_logged_further_back_than_the_firm_permits(acme, links) -> None:
    await acme.edit("customer-parameters", backdate_days=3)
    old = (datetime.now(UTC) - timedelta(days=4)).isoformat()
    assert await acme.status("POST", "activities", json={"text": "x", "happened_at": old}) == 422
    made = await acme.create("activities", text="Now")
    edit = {"happened_at": old}
    assert await acme.status("PATCH", f"activities/{made['id']}", json=edit) == 422
