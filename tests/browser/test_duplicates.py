"""Duplicates as a person meets them: the hint while typing, the comparison, on both sizes."""

import pytest
from browsing import clipped, faults_of, overflow
from playwright.async_api import Page, expect
from product import ARTEFACTS
from world import PASSWORD

from tests.browser.conftest import Owner, Windows, sign_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]


async def test_the_hint_comes_while_the_name_is_typed_and_leads_there(owner: Owner) -> None:
    owner.firm.create("companies", name="Hualian Pumps Ltd")
    page = await owner.go("companies")
    await page.click(".page-actions a[href$='/new']")
    await page.locator("#dialog-body [name=name]").press_sequentially("华联水泵", delay=20)
    hint = page.locator("#dialog-body .alert")
    await expect(hint).to_contain_text("Hualian Pumps Ltd")
    await sound(page, "hint")
    await page.click("#dialog-body [type=submit]:has-text('Save')")
    await expect(page.locator("h1")).to_have_text("华联水泵")
    assert len(owner.firm.call("GET", "companies")["items"]) == 2


@pytest.mark.parametrize(("size", "language"), [("phone", "zh"), ("desktop", "en")])
async def test_two_records_are_compared_merged_and_separated(
    owner: Owner, windows: Windows, size: str, language: str
) -> None:
    firm = owner.firm
    firm.call("PATCH", "/api/v1/me", language="zh_CN" if language == "zh" else "en")
    phones = [{"value": "+49 30 1234567", "label": "work"}]
    kept = firm.create("companies", name="Hualian Pumps Ltd", city="Ulm", phones=phones)
    other = firm.create("companies", name="华联水泵有限公司", city="上海", about="Wants a quote")
    page = await windows.open(size, language)
    await sign_in(page, owner.email, PASSWORD)
    await page.goto(f"/{firm.slug}/companies/{kept['id']}/merge?with={other['id']}")
    await sound(page, f"merge-{size}-{language}")
    await page.check("[name=side_city][value=other]")
    await page.click("main form[action$='/merges'] [type=submit]")
    await expect(page.locator("h1")).to_have_text("Hualian Pumps Ltd")
    await expect(page.locator(".facts").first).to_contain_text("上海")
    back = page.locator("form[action$='/separation']:has(.btn)")
    await expect(back.last).to_be_visible()
    await sound(page, f"merged-{size}-{language}")
    await back.last.locator("[type=submit]").click()
    await expect(page.locator("h1")).to_have_text("华联水泵有限公司")
    await page.goto(f"/{firm.slug}/companies/duplicates")
    await sound(page, f"report-{size}-{language}")


async def sound(page: Page, name: str) -> None:
    """Nothing is cut off, and nobody is kept out."""
    await page.screenshot(path=ARTEFACTS / f"duplicates-{name}.png", full_page=True)
    assert await overflow(page) == 0
    assert await clipped(page) == []
    assert await faults_of(page) == []
