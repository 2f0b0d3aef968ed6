"""Chromium for the tests: how it is started, and pages on which any complaint is a fault."""

import re
import shutil
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    async_playwright,
)

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Text that does not fit: what cuts off and does not say so by an ellipsis.
_CLIPPED = """() => [...document.querySelectorAll("main *, header *, nav *, dialog[open] *")]
  .filter((one) => one.checkVisibility() && one.clientWidth > 1 && !one.closest(".sr-only"))
  .filter((one) => !["INPUT", "TEXTAREA", "SELECT", "OPTION"].includes(one.tagName))
  .filter((one) => {
    const look = getComputedStyle(one);
    if (look.textOverflow === "ellipsis") return false;
    if (["auto", "scroll"].includes(look.overflowX)) return false;
    const tight = one.matches(".btn, .badge, .tab-link, .menu-item, .side-link, .phone-link");
    if (!tight && look.overflowX === "visible") return false;
    return one.scrollWidth > one.clientWidth + 1;
  })
  .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window and without calls home."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        await browser.close()


@dataclass
class Watch:
    """What the console, scripts, the content policy and dialogs said, but for what is expected."""

    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda fault: self.note(fault.page, str(fault.error)))
        context.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.note(message.page, message.text)

    def note(self, page: Page | None, text: str) -> None:
        if not any(re.search(pattern, text) for pattern in self.expected):
            self.said.append(f"{page.url if page else ''}: {text}")

    def expect(self, pattern: str) -> None:
        """A refusal that the test provokes is told by the console too."""
        self.expected.append(pattern)

    async def _dialog(self, dialog: Dialog) -> None:
        self.said.append(f"a dialog: {dialog.message}")
        await dialog.dismiss()


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its screen."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def clipped(page: Page) -> list[str]:
    """Texts that are cut off."""
    found: list[str] = await page.evaluate(_CLIPPED)
    return found


async def faults_of(page: Page, but: Iterable[str] = ()) -> list[Any]:
    """What axe objects to, each with the first element; the contrast must have been judged.

    `but` are selectors of what was judged elsewhere.
    """
    context = {"exclude": [[one] for one in but]} if but else None
    report = (await Axe().run(page, context, {"resultTypes": ["violations"]})).response
    assert any(
        rule["id"] == "color-contrast" for rule in report["passes"] + report["violations"]
    ), f"the contrast of {page.url} was not judged"
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in report["violations"]]
