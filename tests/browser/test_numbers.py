"""The numbers of a living firm, as they are drawn: both languages, both sizes, both lights."""

import pytest
from browsing import clipped, faults_of, overflow
from playwright.async_api import expect
from product import ARTEFACTS, Firm

from app.seed.world import DEMO_EMAIL, DEMO_PASSWORD
from tests.browser.conftest import Windows, sign_in

REPORTS = ("", "/forecast", "/winloss", "/targets", "/targets/setting", "/ranks", "/resources")
DRAWN = {"", "/forecast", "/winloss", "/targets"}
pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


@pytest.mark.parametrize(
    ("slug", "size", "language", "light"),
    [("acme", "desktop", "en", "light"), ("hualian", "phone", "zh", "dark")],
)
async def test_every_report_is_drawn_fits_and_can_be_read(
    windows: Windows, product: str, slug: str, size: str, language: str, light: str
) -> None:
    firm = Firm.sign_in(product, DEMO_EMAIL, DEMO_PASSWORD, slug)
    firm.call("PATCH", "/api/v1/me", language="zh_CN" if language == "zh" else "en")
    page = await windows.open(size, language, light)
    await sign_in(page, DEMO_EMAIL, DEMO_PASSWORD)
    wrong = {}
    for report in REPORTS:
        await page.goto(f"/{slug}/numbers{report}")
        if report in DRAWN:
            await expect(page.locator(".chart canvas").first).to_be_visible()
        name = report.strip("/").replace("/", "-") or "funnel"
        await page.screenshot(path=ARTEFACTS / f"numbers-{slug}-{size}-{name}.png", full_page=True)
        found = [await overflow(page), await clipped(page), await faults_of(page)]
        if any(found):
            wrong[report] = found
    firm.call("PATCH", "/api/v1/me", language="en")
    assert wrong == {}
