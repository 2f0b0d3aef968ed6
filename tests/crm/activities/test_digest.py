"""In the morning each member hears once what the day brings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from chatting import work


async def test_the_day_is_told_once_in_the_morning_of_each(acme, globex, database):
    rita = await acme.member("rep", "Rita")
    for who in (acme.owner, rita, globex.owner):
        wish = {"kinds": {"digest": {"web": True}}}
        await who.request("PUT", "notifications/preferences", json=wish)
    midnight = datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=0, minute=0, second=0)
    tomorrow = midnight + timedelta(days=1)
    late, today, later = (tomorrow + timedelta(hours=h) for h in (-1, 15, 40))
    for title, due in (("Old", late), ("Quote", today), ("Another day", later)):
        await acme.create("tasks", title=title, due_at=due.isoformat())
    for hour in (8, 8.6, 9, 13):
        with time_machine.travel(tomorrow + timedelta(hours=hour), tick=True):
            await work(database, "digest.tell", {}, acme.workspace_id)
        told = [n for n in (await acme.get("notifications"))["items"] if n["kind"] == "digest"]
        assert len(told) == (hour > 8)
    assert told[0]["title"] == "1 task today, 1 overdue"
    assert told[0]["body"].split("\n") == ["Old", "Quote"]
    for other in (rita, globex.owner):
        assert (await other.get("notifications"))["items"] == []
