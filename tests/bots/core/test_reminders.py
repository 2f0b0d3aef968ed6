"""A reminder comes once, in the chat, and is finished there."""

import asyncio
from datetime import timedelta

from chatting import button, kinds, press, work

from kernel import clock


async def due(acme, title="Send the quote", **ago):
    at = clock.now() - timedelta(**(ago or {"seconds": 5}))
    return await acme.create("tasks", title=title, due_at=at.isoformat())


async def fire(database, acme, task):
    await work(database, "task.remind", {"task_id": task["id"]}, acme.workspace_id)


async def reminders(member):
    items = (await member.get("chat/messages"))["items"]
    return [item for item in items if item["card"] and item["card"]["kind"] == "reminder"]


async def test_a_reminder_stands_in_the_chat_and_is_done_there(acme, database):
    task = await due(acme)
    await fire(database, acme, task)
    [message] = await reminders(acme)
    assert kinds(message) == ["done", "hour", "tomorrow", "when", "drop"]
    await press(acme, button(message, "done"))
    assert (await acme.get(f"tasks/{task['id']}"))["status"] == "done"
    assert await reminders(acme) == []


async def test_two_workers_remind_once(acme, database):
    task = await due(acme)
    await asyncio.gather(*(fire(database, acme, task) for _ in range(4)))
    assert len(await reminders(acme)) == 1


async def test_a_worker_that_was_down_reminds_once_and_says_so(acme, database):
    task = await due(acme, hours=6)
    for _ in range(3):
        await fire(database, acme, task)
    [message] = await reminders(acme)
    assert message["text"].startswith("Late reminder")


async def test_a_closed_or_deleted_or_moved_task_is_not_reminded_of(acme, database):
    closed, deleted, moved = [await due(acme, name) for name in ("a", "b", "c")]
    [listing] = (await acme.post("chat", text="/tasks"))["messages"]
    await press(acme, button(listing, "done", "Done: a"))
    await acme.status("DELETE", f"tasks/{deleted['id']}")
    later = (clock.now() + timedelta(days=1)).isoformat()
    await acme.edit(f"tasks/{moved['id']}", due_at=later)
    for task in (closed, deleted, moved):
        await fire(database, acme, task)
    assert await reminders(acme) == []


async def test_a_moved_task_is_reminded_of_again(acme, database):
    task = await due(acme)
    await fire(database, acme, task)
    earlier = (clock.now() - timedelta(seconds=1)).isoformat()
    await acme.edit(f"tasks/{task['id']}", due_at=earlier)
    await fire(database, acme, task)
    assert len(await reminders(acme)) == 2


async def test_an_hour_later_and_tomorrow_at_nine_move_the_reminder(acme, database):
    task = await due(acme)
    await fire(database, acme, task)
    [message] = await reminders(acme)
    await press(acme, button(message, "hour"))
    moved = await acme.get(f"tasks/{task['id']}")
    assert moved["remind_at"] > (clock.now() + timedelta(minutes=59)).isoformat()
    await press(acme, button(message, "tomorrow"))
    again = await acme.get(f"tasks/{task['id']}")
    assert again["remind_at"] != moved["remind_at"]


async def test_a_reminder_that_is_not_needed_is_cancelled(acme, database):
    task = await due(acme)
    await fire(database, acme, task)
    [message] = await reminders(acme)
    [answer] = await press(acme, button(message, "drop"))
    assert (await acme.get(f"tasks/{task['id']}"))["status"] == "cancelled"
    await press(acme, button(answer, "open_again"))
    assert (await acme.get(f"tasks/{task['id']}"))["status"] == "open"


async def test_an_edit_while_firing_neither_loses_nor_doubles(acme, database):
    task = await due(acme)
    later = (clock.now() + timedelta(days=1)).isoformat()
    await asyncio.gather(fire(database, acme, task), acme.edit(f"tasks/{task['id']}", due_at=later))
    kept = await acme.get(f"tasks/{task['id']}")
    assert kept["due_at"][:16] == later[:16]
    await fire(database, acme, task)
    assert len(await reminders(acme)) <= 1


async def test_a_reminder_names_the_customer_and_rings_the_bell(acme, database):
    hualian = await acme.create("companies", name="Hualian Pumps")
    at = (clock.now() - timedelta(seconds=5)).isoformat()
    links = [{"type": "company", "id": hualian["id"]}]
    task = await acme.create("tasks", title="Send the quote", due_at=at, links=links)
    await fire(database, acme, task)
    [message] = await reminders(acme)
    assert "Hualian Pumps" in str(message["card"])
    assert "Send the quote" in str(await acme.get("notifications"))
