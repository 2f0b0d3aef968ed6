"""A task's life through the API: done, taken back, put off, not needed."""

from typing import Any

import pytest
from world import Workspace

from crm.activities.task.pages import later
from kernel import clock, i18n


@pytest.fixture
async def task(acme: Workspace) -> Any:
    company = await acme.create("companies", name="Hualian")
    links = [{"type": "company", "id": company["id"]}]
    return await acme.create("tasks", title="Quote", due_at="2030-01-01T09:00:00Z", links=links)


async def customer(acme: Workspace) -> Any:
    return (await acme.get("companies"))["items"][0]


async def test_a_task_is_done_with_its_result_and_plans_nothing_more(
    acme: Workspace, task: Any
) -> None:
    assert (await customer(acme))["next_action_at"] == "2030-01-01T09:00:00Z"
    done = await acme.post(f"tasks/{task['id']}/completion", result="They took it")
    assert (done["status"], done["result"]) == ("done", "They took it")
    assert done["closed_at"]
    assert (await customer(acme))["next_action_at"] is None


async def test_it_is_not_done_twice(acme: Workspace, task: Any) -> None:
    await acme.post(f"tasks/{task['id']}/completion")
    assert await acme.status("POST", f"tasks/{task['id']}/completion") == 409
    assert await acme.status("POST", f"tasks/{task['id']}/cancellation") == 409
    until = {"until": "2030-02-01T09:00:00Z"}
    assert await acme.status("POST", f"tasks/{task['id']}/snooze", json=until) == 409


async def test_done_is_taken_back(acme: Workspace, task: Any) -> None:
    await acme.post(f"tasks/{task['id']}/completion", result="Too early")
    answer = await acme.request("DELETE", f"tasks/{task['id']}/completion")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["result"]) == ("open", None)
    assert (await customer(acme))["next_action_at"] == "2030-01-01T09:00:00Z"
    assert await acme.status("DELETE", f"tasks/{task['id']}/completion") == 409


async def test_a_task_is_put_off_and_called_off(acme: Workspace, task: Any) -> None:
    moved = await acme.post(f"tasks/{task['id']}/snooze", until="2030-02-01T09:00:00Z")
    assert moved["remind_at"] == "2030-02-01T09:00:00Z"
    naive = {"until": "2030-02-01T09:00:00"}
    assert await acme.status("POST", f"tasks/{task['id']}/snooze", json=naive) == 422
    gone = await acme.post(f"tasks/{task['id']}/cancellation")
    assert gone["status"] == "cancelled"


async def test_another_workspaces_task_is_not_found(
    acme: Workspace, globex: Workspace, task: Any
) -> None:
    for verb, path in (
        ("POST", "completion"),
        ("DELETE", "completion"),
        ("POST", "cancellation"),
    ):
        assert await globex.status(verb, f"tasks/{task['id']}/{path}") == 404
    assert (await acme.get(f"tasks/{task['id']}")) == task


def test_tomorrow_is_nine_oclock_where_the_reader_is() -> None:
    with i18n.use("en", "Asia/Shanghai"):
        moment = later("tomorrow")
    assert (moment.hour, moment.utcoffset().total_seconds()) == (9, 8 * 3600)
    assert moment > clock.now()
