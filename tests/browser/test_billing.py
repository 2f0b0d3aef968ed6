"""A firm's life with its plan, at the twin of Stripe: bought, unpaid, paid, left, taken along."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from browsing import clipped, faults_of, overflow
from playwright.async_api import Page, expect
from product import ARTEFACTS, Firm, running
from stripe_twin.customers import DECLINES_LATER, give_card
from stripe_twin.post import SECRET
from stripe_twin.server import KEY, StripeTwin
from world import PASSWORD

from tests.browser.conftest import Windows

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]
MONTH = 32
# Until when one can only read, counted from the day on which the payment failed.
LOOKING = 20 * 86_400
FIRMS = {"en": ("desktop", "light", "Rivers Pumps"), "zh": ("phone", "dark", "江河泵业")}


@pytest.fixture(scope="module")
async def twin() -> AsyncIterator[StripeTwin]:
    started = await StripeTwin().start()
    yield started
    await started.stop()


@pytest.fixture(scope="module")
async def product(twin: StripeTwin) -> AsyncIterator[str]:
    """One that sells, and believes this twin, which has to answer until the worker has ended."""
    stripe = {"key": KEY, "webhook_secret": SECRET, "api_url": twin.url}
    settings = {f"stripe_{name}": value for name, value in stripe.items()}
    started = running("--no-demo", billing="on", **settings)
    yield await asyncio.to_thread(started.__enter__)
    await asyncio.to_thread(started.__exit__, None, None, None)


@dataclass
class Owner:
    """Somebody who pays, in front of the pages about it."""

    page: Page
    twin: StripeTwin
    url: str
    firm: Firm
    name: str

    @property
    def home(self) -> str:
        return f"{self.url}/{self.firm.slug}"

    async def go(self, path: str = "") -> None:
        await self.page.goto(f"{self.home}/settings/billing{path}")

    async def send(self, form: str) -> None:
        """Send the form with that address."""
        await self.page.click(f"form[method=post][action$='{form}'] [type=submit]")
        await self.page.wait_for_load_state()

    async def pays(self, back: str) -> None:
        """On Stripe's page, with a card that works."""
        await self.page.click("main a[href*='/hosted/']")
        await self.page.click("button[value=pay]")
        await self.page.wait_for_url(f"**/settings/billing{back}")
        await self.hears()

    async def hears(self, days: int = 0) -> None:
        """So many days pass at Stripe's, and it tells of them."""
        self.twin.ledger.advance(days=days)
        async with httpx.AsyncClient() as stripe:

            async def bring(body: bytes, headers: dict[str, str]) -> int:
                door = f"{self.url}/hooks/stripe"
                return (await stripe.post(door, content=body, headers=headers)).status_code

            assert set(await self.twin.post.bring(bring)) <= {200}

    async def sees(self, selector: str, path: str = "", *, gone: bool = False) -> None:
        """The worker has acted upon what was told once the page shows it."""
        shown = self.page.locator(selector).first
        for _ in range(40):
            await self.page.goto(f"{self.home}/{path or 'settings/billing'}")
            if bool(await shown.count()) != gone:
                return
            await self.page.wait_for_timeout(100)
        raise AssertionError(f"{selector} at {self.page.url}")

    async def looks(self, name: str) -> None:
        """Accessible, and nothing is cut off."""
        await self.page.screenshot(path=ARTEFACTS / f"billing-{self.name}-{name}.png")
        wrong = await overflow(self.page), await clipped(self.page), await faults_of(self.page)
        assert wrong == (0, [], []), name


@pytest.fixture(params=["en", "zh"])
async def owner(
    request: pytest.FixtureRequest, windows: Windows, twin: StripeTwin, product: str
) -> Owner:
    twin.ledger.frozen = None
    size, light, firm = FIRMS[request.param]
    windows.watch.expect(r"status of 402")
    page = await windows.open(size, request.param, light)
    email = f"owner-{uuid4().hex[:10]}@example.com"
    await page.goto("/sign-up")
    for field, value in (("email", email), ("password", PASSWORD), ("company", firm)):
        await page.fill(f"[name={field}]", value)
    await page.click("form [type=submit]")
    await page.wait_for_url(lambda url: "/sign-up" not in url)
    slug = page.url.rpartition("/")[2]
    known = Firm.sign_in(product, email, PASSWORD, slug)
    return Owner(page, twin, product, known, request.param)


async def test_a_firm_buys_pays_late_leaves_and_takes_all_along(owner: Owner) -> None:
    await _buys(owner)
    await _changes_its_seats(owner)
    await _pays_late(owner)
    await _leaves(owner)


async def _buys(owner: Owner) -> None:
    page = owner.page
    await owner.go("/plans")
    await page.click("main a[href*='plan=team']")
    await page.fill("[name=coupon]", "NONSENSE")
    await owner.send("/checkout")
    await expect(page.locator("[data-toast=error]").first).to_be_visible()
    await owner.send("/checkout")
    await owner.pays("?paid=1")
    # The page that says thank you shows it by itself.
    await expect(page.locator("form[action$='/portal']")).to_be_visible()
    await owner.looks("bought")


async def _changes_its_seats(owner: Owner) -> None:
    page = owner.page
    await owner.go("/change?seats=3")
    await expect(page.locator("dl dd").first).to_contain_text(re.compile(r"\d"))
    await owner.looks("price")
    await owner.send("/change")
    for name in ("Grace Hopper", "Mary Jackson"):
        _joins(owner.firm, name)
    await owner.go("/change?seats=1")
    await expect(page.locator("[name=without]:checked")).to_have_count(2)
    await owner.looks("fewer")
    await owner.send("/change")
    await owner.send("/mind")
    await owner.go("/change?seats=2")
    await owner.send("/change")
    await owner.hears(MONTH)
    await owner.sees("select[name=from]", "settings/billing/seats")


async def _pays_late(owner: Owner) -> None:
    page = owner.page
    give_card(owner.twin.ledger, owner.twin.ledger.all("customer")[-1]["id"], DECLINES_LATER)
    await owner.hears(MONTH)
    await owner.sees(".alert-warning a[href$='/settings/billing']")
    await _long_ago(owner)
    await owner.sees(".alert-error a[href$='/settings/billing']")
    await owner.looks("reading")
    await page.goto(f"{owner.home}/companies/new")
    await page.fill("main [name=name]", "Hualian")
    await page.click("main form:has([name=name]) [type=submit]:visible")
    await expect(page.locator("main a[href$='/settings/billing']").first).to_be_visible()
    await owner.go()
    await owner.send("/portal")
    await owner.pays("")
    await owner.sees(".alert-error", gone=True)


async def _leaves(owner: Owner) -> None:
    page = owner.page
    await owner.go("/leaving")
    await page.fill("[name=reason]", "太贵 / too dear")
    await owner.send("/leaving")
    await owner.go("/leaving")
    await owner.send("/staying")
    await owner.go("/leaving")
    await owner.send("/leaving")
    await owner.hears(MONTH + MONTH)
    await owner.sees("main a[href$='/settings/billing/prepaid']")
    await owner.looks("free")
    await owner.go("/prepaid")
    await owner.looks("prepaid")
    await page.goto(f"{owner.home}/settings/exports")
    await page.click("main form[action$='/exports'] [type=submit]")
    await expect(page.locator("#exports a").first).to_be_visible(timeout=60_000)


def _joins(firm: Firm, name: str) -> None:
    asked = {"email": f"{uuid4().hex[:10]}@example.com", "role": "rep"}
    token = firm.call("POST", "invitations", **asked)["accept_url"].rsplit("/", 1)[1]
    said = {"name": name, "password": PASSWORD}
    firm.call("POST", f"/api/v1/invitations/{token}/acceptance", **said)


async def _long_ago(owner: Owner) -> None:
    """As if the payment had failed long before today."""
    ledger = owner.twin.ledger
    unpaid = next(row for row in ledger.all("invoice") if row["status"] == "open")
    closed = unpaid["status_transitions"]["finalized_at"]
    unpaid["status_transitions"]["finalized_at"] -= closed - _today() + LOOKING
    ledger.emit("invoice.updated", unpaid)
    await owner.hears()


def _today() -> int:
    return StripeTwin().ledger.now
