"""The product on a port of its own with its worker, and pages that fail on any complaint."""

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from browsing import DESKTOP, LOCALES, SIZES, Watch, chromium
from playwright.async_api import Browser, BrowserContext, Page
from product import ARTEFACTS, Firm, running
from world import PASSWORD

PATIENCE = 10_000


@pytest.fixture(scope="session")
def product() -> Iterator[str]:
    """The address of the product, with its demo firms; or of one that runs already."""
    address = os.environ.get("GUANXI_TEST_URL")
    if address:
        yield address
        return
    with running() as address:
        yield address


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@dataclass
class Windows:
    """Opens browsers that know nothing of each other, and watches all of them."""

    browser: Browser
    url: str
    watch: Watch = field(default_factory=Watch)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def open(self, size: str = "desktop", language: str = "en", light: str = "light") -> Page:
        context = await self.browser.new_context(
            base_url=self.url,
            viewport=SIZES.get(size, DESKTOP),
            color_scheme=light,
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai" if language == "zh" else "Europe/London",
            has_touch=size == "phone",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self.watch.follow(context)
        self.contexts.append(context)
        return await context.new_page()


@pytest.fixture
async def windows(browser: Browser, product: str) -> AsyncIterator[Windows]:
    """Any word in a console, any refused script and any dialog fails the test."""
    opened = Windows(browser, product)
    yield opened
    for context in opened.contexts:
        await context.close()
    assert opened.watch.said == []


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Where a screenshot of this test goes."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    test = re.sub(r"[^\w]+", "-", request.node.name).strip("-")
    return lambda name: ARTEFACTS / f"{test}-{name}.png"


@dataclass
class Owner:
    """A new person with a new firm, in the browser and by the API."""

    page: Page
    email: str
    firm: Firm

    async def go(self, path: str = "") -> Page:
        answer = await self.page.goto(f"/{self.firm.slug}/{path}".rstrip("/"))
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page


async def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    await page.goto("/sign-in")
    await page.fill("[name=email]", email)
    await page.fill("[name=password]", password)
    await page.click("form [type=submit]")
    await page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))


@pytest.fixture
async def owner(windows: Windows) -> Owner:
    """Signed up by the form, on a desktop, in English."""
    page = await windows.open()
    email = f"owner-{uuid4().hex[:10]}@example.com"
    await page.goto("/sign-up")
    await page.fill("[name=email]", email)
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=company]", "Northwind Pumps")
    await page.click("form [type=submit]")
    await page.wait_for_url("**/northwind-pumps*")
    slug = page.url.rpartition("/")[2]
    return Owner(page, email, Firm.sign_in(windows.url, email, PASSWORD, slug))
