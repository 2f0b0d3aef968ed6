"""A reminder that is due is found by all workers at once."""

import asyncio
from datetime import timedelta

from app.drills.arena import Arena
from app.drills.racing import demand, race
from kernel import clock

_TOLD = """
SELECT count(*) FROM notification
WHERE tenant_id = $1 AND record_id = $2 AND kind = 'reminder'
"""


@race("reminder fired by many workers")
async def one_reminder(arena: Arena) -> None:
    """It comes once."""
    due = (clock.now() - timedelta(seconds=5)).isoformat()
    task = await arena.ask("POST", "tasks", json={"title": "Send the quote", "due_at": due})
    payload = {"task_id": task["id"]}
    await asyncio.gather(*(arena.work("task.remind", payload) for _ in arena.clients))
    told = await arena.looker.fetchval(_TOLD, arena.owner.tenant_id, task["id"])
    demand(told == 1, f"{told} reminders")


@race("reminder fired while it is put off")
async def put_off(arena: Arena) -> None:
    """Either it comes, or it is put off and comes later; never both, never neither."""
    due = (clock.now() - timedelta(seconds=5)).isoformat()
    later = (clock.now() + timedelta(hours=1)).isoformat()
    task = await arena.ask("POST", "tasks", json={"title": "Call", "due_at": due})
    moved = arena.asks("PATCH", f"tasks/{task['id']}", json={"remind_at": later})
    firing = [arena.work("task.remind", {"task_id": task["id"]}) for _ in range(4)]
    answer, _fired = await asyncio.gather(moved(arena.clients[0]), asyncio.gather(*firing))
    demand(answer.status_code == 200, answer.text)  # noqa: PLR2004
    told = await arena.looker.fetchval(_TOLD, arena.owner.tenant_id, task["id"])
    after = await arena.looker.fetchrow(
        "SELECT remind_at, reminded_at FROM task WHERE tenant_id = $1 AND id = $2",
        arena.owner.tenant_id,
        task["id"],
    )
    demand(told <= 1, f"{told} reminders")
    demand(after["reminded_at"] is None, "put off, and it will never come", dict(after))
