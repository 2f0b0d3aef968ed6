"""A manager hears of what is overdue in the team, and acts on it in the chat."""

from datetime import UTC, datetime, timedelta

from chatting import button, press, work


async def test_a_manager_asks_how_it_stands_or_takes_it_over(acme, database):
    team = await acme.create("teams", name="North")
    mia, rita = await acme.member("manager", "Mia"), await acme.member("rep", "Rita")
    known = {m["email"]: m["id"] for m in (await acme.get("members"))["items"]}
    for member in (mia, rita):
        await acme.edit(f"members/{known[member.email]}", team_id=team["id"])
    due = (datetime.now(UTC) - timedelta(hours=5)).isoformat()
    task = await rita.create("tasks", title="Quote", due_at=due)
    await acme.edit("customer-parameters", escalate_hours=4)
    await work(database, "task.look", {}, acme.workspace_id)
    [late] = (await mia.get("chat/messages"))["items"]
    assert late["text"].startswith("Acme: Quote")
    for _twice in range(2):
        await press(mia, button(late, "late_ask"))
    asked = [m for m in (await rita.get("chat/messages"))["items"] if "Mia asks" in str(m["card"])]
    assert len(asked) == 1
    await press(mia, button(late, "late_take"))
    assert (await acme.get(f"tasks/{task['id']}"))["owner_id"] == known[mia.email]
    await press(rita, button(asked[0], "done"))
    assert (await acme.get(f"tasks/{task['id']}"))["status"] == "open"
