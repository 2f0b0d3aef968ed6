"""A network with its server, a workspace that is connected to it, and somebody who writes there."""

import html
import json
import re
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from chatting import work
from networks.found import kits
from networks.kit import PNG, Kit, Shown
from networks.server import Server

from bots.core.enclosing import Whole
from bots.core.messages import File, Outbound
from bots.gateway import calling
from bots.gateway.channel import Place
from bots.gateway.own import networks
from bots.gateway.pacing import Pace
from bots.gateway.post import Chat
from crm.records.beside.store import Store, settings
from kernel.database import Database
from kernel.transaction import UnitOfWork


class Person:
    """Somebody in a network: writes, presses, reads."""

    def __init__(self, kit: Kit, http: httpx.AsyncClient, worker: Database) -> None:
        self.kit, self.http, self.worker = kit, http, worker
        self.path, self.seen = "", 0

    @property
    def server(self) -> Server:
        return self.kit.server

    async def browse(self, member: Any, path: str = "", **data: str) -> str:
        """The channel's page in the settings, or what comes of a form there; its text."""
        cookie = {"Cookie": f"__Host-session={member.token}"}
        address = f"/{member.slug}/settings/channels/{self.kit.channel}"
        page = await self.http.get(address, headers=cookie)
        if page.status_code != 200:
            return page.text
        data["_csrf"] = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
        answer = await self.http.post(address + path, data=data, headers=cookie)
        if answer.status_code == 303:
            left = [f"{name}={value}" for name, value in answer.cookies.items()]
            cookie["Cookie"] = "; ".join([cookie["Cookie"], *left])
            answer = await self.http.get(answer.headers["location"], headers=cookie)
        return html.unescape(answer.text)

    async def connect(self, firm: Any) -> str:
        """As an administrator does it."""
        shown = await self.browse(firm.owner, **self.kit.secrets)
        found = re.search(rf"/hooks/{self.kit.channel}/([\w-]+)", shown)
        assert found, shown
        self.path = found[0]
        return shown

    async def bind(self, member: Any) -> None:
        """As a member does it: a code from the page, typed to the bot."""
        made = await self.browse(member, "/code")
        [question] = await self.say(re.search(r'id="bind-code">([^<]+)<', made)[1])
        said = await self.press("Link", question)
        assert "Linked to" in said[0].text, said

    async def deliver(self, event: Any, **how: Any) -> httpx.Response:
        """Hand it to the webhook; nothing is processed yet."""
        call = self.kit.signed(event, **how)
        address = f"{self.path}?{call.query}" if call.query else self.path
        return await self.http.post(address, content=call.content, headers=call.headers)

    async def say(self, text: str) -> list[Shown]:
        """Write, and read what comes back."""
        assert (await self.deliver(self.kit.text(text))).status_code == 200
        return await self.settle()

    async def press(self, label: str, shown: Shown) -> list[Shown]:
        """Press a button, or type its number where there are none."""
        data = next((d for name, d in shown.buttons.items() if name.startswith(label)), "")
        if not data:
            return await self.say(re.search(rf"(\d+)\. {label}", shown.text)[1])
        assert (await self.deliver(self.kit.pressed(data, shown))).status_code == 200
        return await self.settle()

    async def settle(self) -> list[Shown]:
        """Let the worker do what is due; what is new on the screen."""
        channel, chat = self.kit.channel, self.kit.chat_id
        while row := await self.worker.pool.fetchrow(
            "SELECT bot_id FROM bot_inbox WHERE state = 'waiting' AND chat_id = $1", chat
        ):
            job = {"channel": channel, "bot_id": row["bot_id"], "chat_id": chat}
            await work(self.worker, "bots.process", job)
        while place := await self.worker.pool.fetchval(
            "SELECT destination FROM delivery d WHERE channel = $1 AND destination LIKE $2 AND "
            "state = 'waiting' AND due_at <= now() AND NOT EXISTS (SELECT 1 FROM delivery e WHERE "
            "e.destination = d.destination AND e.state = 'waiting' AND e.due_at > now())",
            channel,
            f"%:{chat}",
        ):
            await work(self.worker, "delivery.send", {"channel": channel, "destination": place})
        said = self.server.screen()
        fresh, self.seen = said[self.seen :], len(said)
        return fresh

    async def show_picture(self, workspace_id: str, text: str) -> list[Shown]:
        """Let the bot show a picture with these words; what is new on the screen."""
        workspace, file_id = UUID(workspace_id), uuid4()
        await Store(settings()).put(workspace, file_id, Whole(PNG))
        bot = await self.worker.pool.fetchval(
            "SELECT bot_id FROM bot_binding WHERE chat_id = $1", self.kit.chat_id
        )
        picture = File(file_id, "pipeline.png", "image/png")
        uow = await UnitOfWork(self.worker).begin(workspace)
        place = Place(self.kit.channel, bot, self.kit.chat_id)
        await Chat(uow, place).show([Outbound(text=text, picture=picture)])
        await uow.finish(commit=True)
        return await self.settle()

    async def fetch(self) -> None:
        """Let the worker fetch what waits to be fetched."""
        rows = await self.worker.pool.fetch(
            "SELECT payload, headers FROM queue.pgqueuer WHERE entrypoint = 'chat.fetch'"
        )
        for row in rows:
            headers = row["headers"]
            told = headers if isinstance(headers, dict) else json.loads(headers)
            await work(self.worker, "chat.fetch", json.loads(row["payload"]), told["tenant"])

    async def hasten(self) -> None:
        """What waits is due now."""
        await self.worker.pool.execute("UPDATE delivery SET due_at = now() WHERE state = 'waiting'")

    async def binding(self) -> str:
        """Whether the chat is active."""
        found: str = await self.worker.pool.fetchval(
            "SELECT state FROM bot_binding WHERE chat_id = $1", self.kit.chat_id
        )
        return found

    async def deliveries(self, column: str = "state") -> list[Any]:
        """What became of the messages to this chat, in order."""
        rows = await self.worker.pool.fetch(
            f"SELECT {column} FROM delivery WHERE destination LIKE $1 ORDER BY id",
            f"%:{self.kit.chat_id}",
        )
        return [row[0] for row in rows]


@pytest.fixture(params=[kit.channel for kit in kits()])
async def person(
    request: pytest.FixtureRequest,
    http: httpx.AsyncClient,
    job_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Person]:
    """Somebody in one network after the other, whose bot is not connected yet."""
    [kit] = [one for one in kits() if one.channel == request.param]
    server = await Server(kit).start()
    for module, name in kit.hosts:
        monkeypatch.setattr(import_module(module), name, server.url)
    for one in networks():
        monkeypatch.setattr(type(one), "pace", Pace(per_chat=1_000, per_bot=1_000))
    yield Person(kit, http, job_database)
    await calling.close()
    await server.stop()


@pytest.fixture
async def connected(person: Person, acme: Any) -> Person:
    """The same, with the bot connected to Acme, where strangers are turned away."""
    await person.connect(acme)
    await person.browse(acme.owner, "/customers", wanted="0")
    return person


@pytest.fixture
async def linked(connected: Person, acme: Any) -> Person:
    """The same, linked to Acme's owner."""
    await connected.bind(acme.owner)
    return connected
