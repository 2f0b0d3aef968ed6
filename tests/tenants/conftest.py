"""A browser without windows, a worker that runs when told, and the letters it sent."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from world import PASSWORD

from kernel.settings import Settings
from tenants.mail import office

CSRF = re.compile(r'name="_csrf" value="([^"]+)"')


@dataclass
class Browser:
    """Keeps cookies, and sends forms with the token of the page that they are on."""

    client: httpx.AsyncClient

    async def open(self, path: str, status: int = 200, **headers: str) -> str:
        """A page's text."""
        answer = await self.client.get(path, headers=headers)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        return answer.text

    async def send(self, path: str, page: str = "", **fields: str) -> httpx.Response:
        """Open the page that has the form (the same path by default) and post the form."""
        shown = await self.client.get(page or path)
        found = CSRF.search(shown.text)
        assert found, (page or path, shown.status_code, shown.text[:2000])
        return await self.client.post(path, data={**fields, "_csrf": found[1]})

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """By the form, without a second factor."""
        return await self.send("/sign-in", email=email, password=password)


@pytest.fixture
async def browser(app: Any) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://test") as client:
        yield Browser(client)


@pytest.fixture
async def other_browser(app: Any) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://test") as client:
        yield Browser(client)


@dataclass
class Post:
    """The letters that left."""

    folder: Path
    work: Callable[[], Awaitable[None]]

    async def letters(self, address: str) -> list[EmailMessage]:
        """All letters to an address, the oldest first."""
        await self.work()
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.folder.glob("*.eml"))
        ]
        return [letter for letter in found if letter["To"] == address]

    async def link(self, address: str, kind: str) -> str:
        """The newest link of a kind ("verify", "reset") that an address got."""
        for letter in reversed(await self.letters(address)):
            text = letter.get_body(("plain",)).get_content()
            found = re.search(rf"http://test(/{kind}/\S+)", text)
            if found:
                return found[1]
        raise AssertionError(f"no {kind} link was sent to {address}")


@pytest.fixture
def post(settings: Settings, data_dir: Path, work: Callable[[], Awaitable[None]]) -> Post:
    office.use(settings)  # another deployment may have been started in this process
    return Post(data_dir / "outbox", work)
