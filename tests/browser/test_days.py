"""Two days in a browser: an administrator sets the firm up, a rep lives on the phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Owner, Windows, sign_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]


async def test_an_administrator_sets_the_firm_up(
    owner: Owner, picture: Callable[[str], Path]
) -> None:
    page = await owner.go()
    await page.click("a.step[href$='/settings/industry']")
    await page.screenshot(path=picture("1-industry"), full_page=True)
    await page.locator("#pack-machinery").get_by_role("button").click()
    await page.wait_for_url("**/deals")
    board = page.locator(".board-column", has=page.locator("h2", has_text="Technical offer"))
    await expect(board).to_contain_text("5-axis machining centre")
    await page.screenshot(path=picture("2-board"), full_page=True)

    await owner.go("companies?filter=" + '{"and":[{"field":"level","op":"eq","value":"A"}]}')
    await page.get_by_role("link", name="Segment", exact=True).click()
    await page.fill("#dialog [name=name]", "Key customers")
    await page.click("#dialog [type=submit]:visible")
    await page.wait_for_url("**/segments")
    await expect(page.locator(".list-row")).to_contain_text("Key customers")
    await page.screenshot(path=picture("3-segments"), full_page=True)
    await page.get_by_role("link", name="Key customers", exact=True).click()
    await expect(page.locator(".list-row")).to_have_count(1)
    await expect(page.locator(".list-row")).to_contain_text("Falkner Precision GmbH")

    await owner.go("settings/industry")
    await page.get_by_role("button", name="Remove the sample records").click()
    await expect(page.locator("#toasts")).to_contain_text("are gone")
    await owner.go("companies")
    await expect(page.locator(".empty")).to_be_visible()
    home = await owner.go()
    step = home.locator("a.step[href$='/settings/industry']")
    await expect(step).to_contain_text("done")


async def test_a_rep_lives_through_the_day_on_the_phone(
    owner: Owner, windows: Windows, picture: Callable[[str], Path]
) -> None:
    owner.firm.call("POST", "packs/taking", pack="machinery", samples=True)
    page = await windows.open("phone", light="dark")
    await sign_in(page, owner.email)
    await page.goto(f"/{owner.firm.slug}")
    line = page.locator(".task-line", has_text="Plan the site visit")
    await expect(line).to_be_visible()
    await page.screenshot(path=picture("1-home"))

    await line.get_by_role("link", name="Brookside Plastics").click()
    overview = page.locator(".overview")
    await expect(overview).to_contain_text("1 overdue")
    await expect(overview).to_contain_text("92,000")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.screenshot(path=picture("2-customer"))
    await page.fill(
        "[name=text]", "Visit is fixed; the works council wants to see the noise figures"
    )
    await page.get_by_role("button", name="Log").click()
    await expect(page.locator("#stream")).to_contain_text("noise figures")
    await expect(overview).to_contain_text("2 talks in 90 days")

    await page.goto(f"/{owner.firm.slug}/tasks")
    await page.locator(".task-line", has_text="Plan the site visit").locator("button").first.click()
    await page.wait_for_load_state()
    await page.goto(f"/{owner.firm.slug}/deals")
    await (
        page.locator(".board-card", has_text="Injection moulding press")
        .get_by_role("button")
        .click()
    )
    await page.click("#dialog-body button:has-text('Demonstration')")
    await page.wait_for_url(re.compile(r"/deals$"))
    column = page.locator(".board-column", has=page.locator("h2", has_text="Demonstration"))
    await expect(column).to_contain_text("Injection moulding press")
    await page.screenshot(path=picture("3-board"))
