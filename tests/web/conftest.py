"""The showcase on a port of its own, and one Chromium for all tests here."""

import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from browsing import DESKTOP, chromium, free_port
from litestar.types import ASGIApp
from playwright.async_api import Browser, Page

from tests.web.showcase import build

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def showcase() -> ASGIApp:
    return build()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    port = free_port()
    command = [*(sys.executable, "-m", "granian", "--interface", "asgi"), "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--no-ws", "tests.web.showcase:app"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _await(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the showcase did not start")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest.fixture
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A page on which any word in the console fails the test."""
    context = await browser.new_context(base_url=address, viewport=DESKTOP)
    opened = await context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    await context.close()
    assert said == []
