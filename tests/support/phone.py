"""Somebody's phone: writes to the bot, presses its buttons, reads what it says."""

import json
from itertools import count
from time import time_ns
from typing import Any

import httpx
from chatting import work
from fake_telegram import FakeTelegram

from bots.telegram.account import Account, telegram
from kernel.database import Database

NUMBERS = count(time_ns() // 1000)
SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Phone:
    """A private chat; its user has the chat's own number, as Telegram does it."""

    def __init__(self, http: httpx.AsyncClient, worker: Database, network: FakeTelegram) -> None:
        self.http, self.worker, self.network = http, worker, network
        self.id = next(NUMBERS)
        self.seen = 0

    @property
    def account(self) -> Account:
        """The bot that it writes to."""
        return telegram.account

    @property
    def hook(self) -> str:
        return f"/hooks/telegram/{self.account.path}"

    async def deliver(self, update: Any, secret: str | None = None) -> httpx.Response:
        """Hand an update to the webhook as Telegram does; nothing is processed yet."""
        content = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {SECRET: (self.account.secret if secret is None else secret).encode("latin-1")}
        return await self.http.post(self.hook, content=content, headers=headers)

    def text(self, text: str, **changes: Any) -> dict:
        """An update that brings a text."""
        message = {
            "message_id": next(NUMBERS),
            "date": 1_700_000_000,
            "chat": {"id": self.id, "type": "private"},
            "from": {"id": self.id, "is_bot": False, "first_name": "Ada"},
            "text": text,
            **changes,
        }
        return {"update_id": next(NUMBERS), "message": message}

    def pressed(self, data: str, **changes: Any) -> dict:
        """An update that brings the press of a button."""
        message = self.text("card")["message"]
        query = {
            "id": str(next(NUMBERS)),
            "from": {"id": self.id, "is_bot": False, "first_name": "Ada"},
            "message": message,
            "chat_instance": "1",
            "data": data,
            **changes,
        }
        return {"update_id": next(NUMBERS), "callback_query": query}

    async def say(self, text: str, **changes: Any) -> list[dict]:
        """Write, and read what comes back."""
        assert (await self.deliver(self.text(text, **changes))).status_code == 200
        return await self.settle()

    async def send(self, **what: Any) -> list[dict]:
        """Send a file or a contact, and read what comes back once all is fetched."""
        update = self.text("", **what)
        del update["message"]["text"]
        assert (await self.deliver(update)).status_code == 200
        said = await self.settle()
        await self.fetch()
        return said + await self.settle()

    async def fetch(self, job: str = "chat.fetch") -> None:
        """Let the worker fetch what waits to be fetched."""
        rows = await self.worker.pool.fetch(
            "SELECT payload, headers FROM queue.pgqueuer WHERE entrypoint = $1", job
        )
        for row in rows:
            headers = row["headers"]
            told = headers if isinstance(headers, dict) else json.loads(headers)
            await work(self.worker, job, json.loads(row["payload"]), told["tenant"])

    async def stand(self, north: float, east: float, **changes: Any) -> list[dict]:
        """Send a place, and read what comes back."""
        location = {"latitude": north, "longitude": east, "horizontal_accuracy": 10.0}
        update = self.text("", location=location, **changes)
        del update["message"]["text"]
        assert (await self.deliver(update)).status_code == 200
        return await self.settle()

    async def press(self, label: str, message: dict) -> list[dict]:
        """Press the button of that label, and read what comes back."""
        [data] = [cell[1] for cell in self.buttons(message) if cell[0].startswith(label)][:1]
        assert (await self.deliver(self.pressed(data))).status_code == 200
        return await self.settle()

    async def press_data(self, data: str) -> list[dict]:
        """Send the press of a button that need not exist."""
        assert (await self.deliver(self.pressed(data))).status_code == 200
        return await self.settle()

    @staticmethod
    def buttons(message: dict) -> list[tuple[str, str]]:
        """Label and data of each button."""
        markup = json.loads(message.get("reply_markup", "{}"))
        rows = markup.get("inline_keyboard", [])
        return [(cell["text"], cell["callback_data"]) for row in rows for cell in row]

    async def settle(self) -> list[dict]:
        """Let the worker do what is due for this chat; what is new on the screen."""
        bot = self.account.number
        while await self._waiting("bot_inbox", "bot_id = $1 AND chat_id = $2", bot, str(self.id)):
            job = {"channel": "telegram", "bot_id": bot, "chat_id": str(self.id)}
            await work(self.worker, "bots.process", job)
        place = f"{bot}:{self.id}"
        # The oldest decides: what waits behind it waits for its turn.
        where = (
            "channel = 'telegram' AND destination = $1 AND NOT EXISTS (SELECT 1 FROM delivery e"
            " WHERE e.destination = $1 AND e.state = 'waiting' AND e.due_at > now())"
        )
        while await self._waiting("delivery", where, place):
            payload = {"channel": "telegram", "destination": place}
            await work(self.worker, "delivery.send", payload)
        said = self.network.said_to(self.id)
        fresh, self.seen = said[self.seen :], len(said)
        return fresh

    async def _waiting(self, table: str, where: str, *args: Any) -> bool:
        return await self.worker.pool.fetchval(
            f"SELECT count(*) FROM {table} WHERE state = 'waiting' AND {where}", *args
        )

    async def states(self, column: str = "state") -> list[Any]:
        """What became of this chat's updates, in order."""
        rows = await self.worker.pool.fetch(
            f"SELECT {column} FROM bot_inbox WHERE chat_id = $1 ORDER BY update_id", str(self.id)
        )
        return [row[0] for row in rows]
