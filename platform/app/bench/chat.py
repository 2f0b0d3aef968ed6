"""How long a chat waits: from the update at the door to the queued reply, at a steady pace."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import httpx
import msgspec

from app.bench.asking import visitor
from app.bench.world import fill
from app.databases import Addresses
from bots.telegram.account import account_with
from kernel import clock
from kernel.settings import Settings

SECONDS: Final = 30
WARM: Final = 3
CHATS: Final = 100
GOAL_MS: Final = 300
TOKEN: Final = "4711:bench-token-of-nobody"  # noqa: S105 -- opens nothing
SAID: Final = (
    "visited {name}, wants 20 pumps, send quote Friday 3pm",
    "拜访{name}，要20台泵，周五发报价",
    "/find {name}",
    "/today",
    "called {name}, price too high",
)

_BIND = """
INSERT INTO bot_binding (id, channel, bot_id, chat_id, user_id, person_id, workspace_id,
                         workspace_ids, created_at)
SELECT gen_random_uuid(), 'telegram', $1, n::text, n::text, s.person_id, $2, ARRAY[$2], now()
FROM generate_series(1, $3) n, (SELECT person_id FROM membership WHERE tenant_id = $2 LIMIT 1) s
ON CONFLICT (channel, bot_id, chat_id) DO NOTHING
"""
_NAMES = "SELECT c.name FROM contact c WHERE c.tenant_id = $1 ORDER BY c.id LIMIT 200"
_WAITED = """
SELECT extract(epoch FROM processed_at - received_at) * 1000 AS ms FROM bot_inbox
WHERE received_at >= $1 AND state = 'done' ORDER BY 1
"""
_LEFT = "SELECT count(*) FROM bot_inbox WHERE state = 'waiting'"
# What an upgrade left to do is no part of a day's work.
_UPGRADING = (
    "SELECT count(*) FROM queue.pgqueuer WHERE starts_with(entrypoint, 'duplicates.') "
    "AND execute_after <= now()"
)
_DEAD = "SELECT count(*) FROM bot_inbox WHERE state = 'dead'"


async def measure(
    settings: Settings, addresses: Addresses, size: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """`size` updates a second from a hundred chats; the worker is a process of its own."""
    world = await fill(addresses.restore, 10_000)
    async with _network() as url:
        chosen = msgspec.structs.replace(settings, telegram_token=TOKEN, telegram_api_url=url)
        admin = await asyncpg.connect(addresses.admin)
        worker = _worker(chosen, addresses)
        try:
            await admin.execute(_BIND, TOKEN.partition(":")[0], world.tenant_id, CHATS)
            names = [row["name"] for row in await admin.fetch(_NAMES, world.tenant_id)]
            async with visitor(chosen, addresses) as http:
                door = _Door(http, chosen, names)
                say("warming up")
                await _settled(admin, _UPGRADING)
                await door.speak(size, WARM)
                await _settled(admin)
                begun = clock.now()
                say(f"{size} updates a second for {SECONDS} s, {CHATS} chats")
                late = await door.speak(size, SECONDS)
                most = await admin.fetchval(_LEFT)
                drained = await _settled(admin)
            times = [float(row["ms"]) for row in await admin.fetch(_WAITED, begun)]
            dead = await admin.fetchval(_DEAD)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)
            await admin.close()
    return {
        "updates_per_second": size,
        "seconds": SECONDS,
        "answered": len(times),
        "dead": dead,
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "max_ms": round(times[-1], 1),
        "goal_ms": GOAL_MS,
        "waiting_at_the_end": most,
        "drained_after_s": round(drained, 1),
        "door_late_ms": round(late * 1000, 1),
    }


class _Door:
    """Telegram at our webhook: each update at its time, whether or not the last was taken."""

    def __init__(self, http: httpx.AsyncClient, settings: Settings, names: list[str]) -> None:
        account = account_with(TOKEN, settings)
        self._http, self._names = http, names
        self._path = f"/hooks/telegram/{account.path}"
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": account.secret}
        self._number = 0

    async def speak(self, rate: int, seconds: int) -> float:
        """How late the last one was sent."""
        begun, late = time.perf_counter(), 0.0
        async with asyncio.TaskGroup() as group:
            for count in range(rate * seconds):
                due = begun + count / rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                late = time.perf_counter() - due
                group.create_task(self._say())
        return late

    async def _say(self) -> None:
        self._number += 1
        number, chat = self._number, 1 + self._number % CHATS
        text = SAID[number % len(SAID)].format(name=self._names[number % len(self._names)])
        message = {
            "message_id": number,
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "B"},
            "text": text,
        }
        body = json.dumps({"update_id": number, "message": message})
        answer = await self._http.post(self._path, content=body, headers=self._headers)
        answer.raise_for_status()


async def _settled(admin: Any, left: str = _LEFT) -> float:
    begun = time.perf_counter()
    for _look in range(600):
        if not await admin.fetchval(left):
            break
        await asyncio.sleep(0.2)
    return time.perf_counter() - begun


def _worker(settings: Settings, addresses: Addresses) -> subprocess.Popen[bytes]:
    known = {
        "GUANXI_DATABASE_URL": addresses.worker,
        "GUANXI_DATA_DIR": str(settings.data_dir),
        "GUANXI_TELEGRAM_TOKEN": TOKEN,
        "GUANXI_TELEGRAM_API_URL": settings.telegram_api_url,
        "GUANXI_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "app", "worker"]
    return subprocess.Popen(command, env=os.environ | known)


@asynccontextmanager
async def _network() -> AsyncIterator[str]:
    """A Telegram that takes everything."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
        answer = json.dumps({"ok": True, "result": message}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}"
        try:
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = asked.partition("content-length:")[2].split("\r\n")[0].strip()
                await reader.readexactly(int(length or 0))
                writer.write(f"{head}\r\n\r\n".encode() + answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def shown(figures: dict[str, Any]) -> Iterator[str]:
    """A line for each figure."""
    for name, value in figures.items():
        yield f"{name}: {value}"
    met = "met" if figures["p95_ms"] < GOAL_MS else "not met"
    yield f"p95 from update to queued reply: {figures['p95_ms']} ms (goal {GOAL_MS}: {met})"
