"""Telegram is away for two hours, and comes back; two hundred bots are served."""

import asyncio
from datetime import timedelta
from pathlib import Path
from time import process_time
from uuid import uuid4

import msgspec
import pytest
from chatting import work

from bots.gateway.flood import Flood
from bots.telegram.account import telegram
from bots.telegram.announcing import Api
from bots.telegram.polling import Service, fetch
from kernel import clock
from kernel.allowance import Allowance
from kernel.secret import box

GONE = "http://127.0.0.1:9"


@pytest.fixture
def later(monkeypatch):
    """Move the clock on; whoever looks at it next is there."""

    def move(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


async def at(url, settings):
    """Telegram is to be had there from now on."""
    await telegram.close()
    token = telegram.account.token
    telegram.use(msgspec.structs.replace(settings, telegram_token=token, telegram_api_url=url))


async def waiting(phone):
    place = f"{telegram.account.number}:{phone.id}"
    return await phone.worker.pool.fetch(
        "SELECT due_at FROM delivery WHERE destination = $1 AND state = 'waiting' ORDER BY id",
        place,
    )


async def test_after_two_hours_all_that_waited_is_said_in_order_and_once(
    acme, phone, link, later, network, settings
):
    await link(acme.owner, phone)
    gone_at = clock.now()
    await at(GONE, settings)
    for title in ("Send the quote", "Call Wang", "Order samples"):
        due = gone_at.isoformat()
        task = await acme.create("tasks", title=title, due_at=due)
        for _tick in range(2):
            await work(phone.worker, "task.remind", {"task_id": task["id"]}, acme.workspace_id)
    job = {"channel": "telegram", "destination": f"{telegram.account.number}:{phone.id}"}
    while (due := (await waiting(phone))[0]["due_at"]) < gone_at + timedelta(hours=2):
        later(max(due, clock.now()))
        await work(phone.worker, "delivery.send", job)
    await at(network.url, settings)
    later(due)
    for _message in range(3):
        await work(phone.worker, "delivery.send", job)
    said = [message["text"] for message in network.said_to(phone.id)[phone.seen :]]
    told = [t for text in said for t in ("quote", "Wang", "samples") if t in text]
    assert told == ["quote", "Wang", "samples"]
    assert await waiting(phone) == []


async def test_what_was_written_meanwhile_is_read_in_order_and_once(
    acme, phone, link, worker, settings
):
    await link(acme.owner, phone)
    words = [f"/find number {number}" for number in range(1, 31)]
    phone.network.updates = [phone.text(text) for text in words]
    api, calm = Api(telegram.account), Flood(Allowance(), settings)
    after = await fetch(telegram.account, api, worker, calm, 0)
    # The confirmation was lost on the way: all of it comes again.
    assert await fetch(telegram.account, api, worker, calm, 0) == after
    await api.close()
    said = [message["text"].split("number ")[1].rstrip("”.") for message in await phone.settle()]
    assert said == [str(number) for number in range(1, 31)]


async def keep_bots(admin, many):
    """So many workspaces, each with a bot of its own."""
    now, kept = clock.now(), [uuid4() for _one in range(many)]
    await admin.executemany(
        "INSERT INTO workspace (id, slug, name, created_at) VALUES ($1, $2, 'Many', $3)",
        [(one, f"many-{one.hex}", now) for one in kept],
    )
    await admin.executemany(
        "INSERT INTO bot_account (id, workspace_id, channel, number, path, sealed, created_at) "
        "VALUES ($1, $1, 'telegram', $2, $3, $4, $5)",
        [
            (
                one,
                str(900_000 + number),
                one.hex,
                box().seal(
                    f'{{"token":"{900_000 + number}:own"}}', about=f"{one}:bot_account.sealed"
                ),
                now,
            )
            for number, one in enumerate(kept)
        ],
    )
    return kept


async def served(network, many):
    """Until so many bots wait for their updates."""
    for _attempt in range(1_000):
        if sum(method == "getUpdates" for method, _said in network.calls) >= many:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def memory():
    """Megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


async def test_two_hundred_bots_are_served_within_three_seconds_and_thirty_megabytes(
    network, worker, admin, settings
):
    network.holds = True
    service = Service(settings, worker, Flood(Allowance(), settings))
    await service.look()
    await served(network, 1)
    kept = await keep_bots(admin, 200)
    before, begun = memory(), process_time()
    try:
        await service.look()
        await served(network, 201)
        took, more = process_time() - begun, memory() - before
    finally:
        await admin.execute("DELETE FROM workspace WHERE id = ANY($1)", kept)
        await service.close()
    assert took < 3, took
    assert more < 30, more
