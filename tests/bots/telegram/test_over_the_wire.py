"""A rep's first day and week over the Telegram emulator, with our own worker at work."""

import asyncio
import re
from datetime import timedelta

import httpx
import msgspec
import pytest
from telemelya_network import HEADERS, TOKEN, Door, Telemelya
from week import CHINESE, ENGLISH, play

from bots.telegram import pacing
from bots.telegram.account import telegram
from bots.telegram.announcing import Api
from kernel import clock


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    running = Telemelya(tmp_path_factory.mktemp("telemelya"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


class WirePhone:
    """A phone in the emulator."""

    def __init__(self, client, chat_id):
        self.client, self.chat_id, self.seen = client, chat_id, 0

    async def send(self, **update):
        body = {"chat_id": self.chat_id, **update}
        options = {"params": {"bot_token": TOKEN}, "headers": {"X-Test-Session": "s1"}}
        answer = await self.client.post("/api/v1/test/send_update", json=body, **options)
        assert answer.json()["delivery"]["status_code"] == 200, answer.text
        return await self.read()

    async def _heard(self):
        answer = await self.client.get("/api/v1/test/responses", params={"session_id": "s1"})
        return [r for r in answer.json()["responses"] if r.get("text") and "chat_id" in r]

    async def count(self):
        return len(await self._heard())

    async def read(self):
        for _attempt in range(600):
            heard = await self._heard()
            fresh, last = heard[self.seen :], len(heard)
            if fresh:
                self.seen = last
                return fresh
            await asyncio.sleep(0.03)
        raise TimeoutError("the bot is silent")

    async def press(self, label, message):
        rows = message["reply_markup"]["inline_keyboard"]
        cells = [cell for row in rows for cell in row]
        data = next(c["callback_data"] for c in cells if label in c["text"])
        return await self.send(callback_data=data, callback_message_id=message["message_id"])

    async def link(self, token):
        [question] = await self.send(text=f"/start {token}")
        return await self.press("Link", question)


class Telegram:
    """The emulator as a rep has it; reminders come by themselves."""

    def __init__(self, phone):
        self.phone, self.last = phone, []

    async def say(self, text):
        return self._read(await self.phone.send(text=text))

    async def press(self, label):
        shown = next(m for m in self.last if label in str(m.get("reply_markup", "")))
        return self._read(await self.phone.press(label, shown))

    async def told(self, _task):
        return self._read(await self.phone.read())

    def _read(self, said):
        self.last = said
        return "\n".join(re.sub("<[^>]+>", "", message["text"]) for message in said)


@pytest.fixture
async def wire(emulator, app, http, settings, at_work, monkeypatch):
    monkeypatch.setattr(pacing, "PER_CHAT", 1_000)
    chosen = msgspec.structs.replace(
        settings, telegram_token=TOKEN, telegram_api_url=emulator.url, telegram_mode="webhook"
    )
    telegram.use(chosen)
    account = telegram.account
    async with (
        Door(http, f"/hooks/telegram/{account.path}", account.secret) as door,
        httpx.AsyncClient(base_url=emulator.url, headers=HEADERS, timeout=30) as client,
    ):
        api = Api(account)
        await api.call("setWebhook", url=door)
        phone = WirePhone(client, 4711)
        phone.seen = await phone.count()
        yield phone
        await api.close()
    await telegram.close()
    telegram.use(settings)


async def test_the_first_day_over_the_wire(wire, acme, deep_link):
    await acme.create("companies", name="Hualian Pumps")
    [stranger] = await wire.send(text="/today")
    assert "not linked" in stranger["text"]

    token = await deep_link(acme.owner, "telemelya_bot")
    linked = await wire.link(token)
    assert "Linked to Acme" in linked[0]["text"]
    while "/find" not in linked[-1]["text"]:
        linked = await wire.read()

    [card] = await wire.send(text="visited Hualian, wants 20 pumps, send quote Friday 3pm")
    assert "Hualian Pumps" in card["text"]
    [saved] = await wire.press("Save", card)
    assert saved["method"] == "editMessageText"
    assert saved["message_id"] == card["message_id"]
    [activity] = (await acme.get("activities"))["items"]
    assert activity["text"].startswith("visited Hualian")

    [found] = await wire.send(text="/find Hualian")
    assert "Hualian Pumps" in found["text"]
    at = (clock.now() - timedelta(seconds=1)).isoformat()
    task = await acme.create("tasks", title="Send the quote", due_at=at)
    [reminder] = await wire.read()
    assert "Reminder, Acme" in reminder["text"]
    [done] = await wire.press("Done", reminder)
    assert "What came of it" in done["text"]
    assert (await acme.get(f"tasks/{task['id']}"))["status"] == "done"


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
async def test_a_week_over_the_wire(wire, acme, deep_link, words):
    rita = await acme.member("rep", "Rita")
    linked = await wire.link(await deep_link(rita, "telemelya_bot"))
    while "/find" not in linked[-1]["text"]:
        linked = await wire.read()
    await rita.edit("/api/v1/me", language=words.language)
    await play(acme, rita, Telegram(wire), words)
