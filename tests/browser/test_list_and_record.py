"""Lists and records as a person works with them: narrowing, changing, undoing, attaching."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from world import PASSWORD

from tests.browser.conftest import Owner, Windows, sign_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]
CITIES = ("Hamburg", "Leeds", "Suzhou")


def _rows(page: Page) -> list[str]:
    return page.locator(".list-row .cell-lead a.link-record")


async def _names(page: Page) -> list[str]:
    return [name.strip() for name in await _rows(page).all_inner_texts()]


async def test_a_list_is_searched_filtered_sorted_and_loaded_on(owner: Owner) -> None:
    for number in range(53):
        owner.firm.create("companies", name=f"Firm {number:02}", city=CITIES[number % 3])
    page = await owner.go("companies")
    await expect(_rows(page)).to_have_count(50)
    await page.click(".more-row a")
    await expect(_rows(page)).to_have_count(53)
    await expect(page.locator(".more-row")).to_have_count(0)

    await page.click("th .sort-link >> nth=0")
    await expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    assert (await _names(page))[0] == "Firm 00"
    await page.click("th[aria-sort] .sort-link")
    await expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    assert (await _names(page))[0] == "Firm 52"

    await page.fill("main [name=q]", "Firm 07")
    await expect(_rows(page)).to_have_text(["Firm 07"])
    await owner.go("companies")
    await page.click(".panel-tools a[href*='/condition']")
    await page.select_option("#condition [name=field]", "city")
    await expect(page.locator("#condition [name=field]")).to_have_value("city")
    async with page.expect_response("**/condition**"):
        await page.select_option("#condition [name=op]", "eq")
    await page.fill("#condition [name=value]", "Suzhou")
    await page.click("#condition [type=submit]")
    await page.wait_for_url("**filter=**")
    await expect(page.locator(".chips .chip")).to_have_count(1)
    await expect(_rows(page)).to_have_count(17)
    await page.click(".chips .chip")
    await expect(_rows(page)).to_have_count(50)


async def test_a_value_is_changed_in_place_and_the_change_is_undone(owner: Owner) -> None:
    made = owner.firm.create("companies", name="Hualian", city="Leeds")
    page = await owner.go("companies")
    cell = page.locator("td.cell", has_text="Leeds")
    await cell.hover()
    await cell.locator(".cell-pencil").click()
    await page.fill(".cell-form input[name=city]", "Suzhou")
    await page.click(".cell-form [type=submit]")
    await expect(page.locator("td.cell", has_text="Suzhou")).to_have_count(1)
    assert owner.firm.call("GET", f"companies/{made['id']}")["city"] == "Suzhou"
    await page.click("#toasts .toast-undo:visible")
    await page.wait_for_load_state()
    assert owner.firm.call("GET", f"companies/{made['id']}")["city"] == "Leeds"


async def test_many_are_deleted_and_brought_back_by_one_click(owner: Owner) -> None:
    for name in ("One", "Two", "Three"):
        owner.firm.create("companies", name=name)
    page = await owner.go("companies")
    await expect(page.locator("[data-bulk-bar]")).to_be_hidden()
    await page.check("[data-check-all]")
    await expect(page.locator("[data-bulk-count]")).to_have_text("3")
    await page.click("[data-bulk-bar] [value=delete]")
    await expect(page.locator(".list-row")).to_have_count(0)
    await owner.go("settings/trash")
    await expect(page.locator(".list-row")).to_have_count(3)
    await page.go_back()
    assert owner.firm.call("GET", "companies")["items"] == []


async def test_an_undone_deletion_of_many_is_undone_from_the_toast(owner: Owner) -> None:
    for name in ("One", "Two"):
        owner.firm.create("companies", name=name)
    page = await owner.go("companies")
    await page.check("[data-check-all]")
    await page.click("[data-bulk-bar] [value=delete]")
    await page.click("#toasts .toast-undo:visible")
    await expect(page.locator(".list-row")).to_have_count(2)


async def test_who_saves_over_a_colleagues_change_is_told_first(
    owner: Owner, windows: Windows
) -> None:
    made = owner.firm.create("companies", name="Hualian", city="Leeds")
    path = f"companies/{made['id']}"
    first = await owner.go(f"{path}/edit")
    second = await windows.open()
    await sign_in(second, owner.email, PASSWORD)
    await second.goto(first.url)
    await second.fill("[name=city]", "Suzhou")
    await second.click("main form [type=submit]")
    await second.wait_for_url(re.compile(rf"{made['id']}$"))
    windows.watch.expect(r"status of (409|422)")
    await first.fill("[name=city]", "Hamburg")
    await first.click("main form [type=submit]")
    await expect(first.locator("main form .alert")).to_be_visible()
    assert owner.firm.call("GET", path)["city"] == "Suzhou"
    await expect(first.locator("[name=city]")).to_have_value("Hamburg")
    await first.click("main form [type=submit]")
    await first.wait_for_url(re.compile(rf"{made['id']}$"))
    assert owner.firm.call("GET", path)["city"] == "Hamburg"


async def test_an_earlier_value_comes_back_from_the_history(owner: Owner) -> None:
    made = owner.firm.create("companies", name="Hualian", city="Leeds")
    path = f"companies/{made['id']}"
    owner.firm.call("PATCH", path, city="Suzhou")
    page = await owner.go(f"{path}/history")
    await page.click("form[action*='field=city'] [type=submit]")
    await page.wait_for_load_state()
    assert owner.firm.call("GET", path)["city"] == "Leeds"


async def test_the_recycle_bin_gives_a_record_back(owner: Owner) -> None:
    made = owner.firm.create("contacts", name="Wang Lei")
    page = await owner.go(f"contacts/{made['id']}")
    await page.click("form[action$='/deletion'] [type=submit]")
    await page.wait_for_url("**/contacts")
    await owner.go("settings/trash")
    row = page.locator(".list-row", has_text="Wang Lei")
    await row.locator("form [type=submit]").click()
    await expect(page.locator(".list-row", has_text="Wang Lei")).to_have_count(0)
    await owner.go(f"contacts/{made['id']}")
    await expect(page.locator("h1")).to_have_text("Wang Lei")


async def test_a_file_is_attached_and_comes_down_as_it_went_up(
    owner: Owner, tmp_path: Path
) -> None:
    made = owner.firm.create("companies", name="Hualian")
    offer = tmp_path / "offer – 报价.txt"
    offer.write_text("20 pumps, 3月\n", encoding="utf-8")
    page = await owner.go(f"companies/{made['id']}")
    await page.set_input_files("input[type=file]", offer)
    link = page.locator("a.link-record", has_text="报价")
    await expect(link).to_be_visible()
    async with page.expect_download() as coming:
        await link.click()
    got = await coming.value
    assert got.suggested_filename == offer.name
    await got.save_as(tmp_path / "got.txt")
    assert (tmp_path / "got.txt").read_bytes() == offer.read_bytes()


async def test_a_visit_is_logged_on_the_record_in_one_line(owner: Owner) -> None:
    made = owner.firm.create("companies", name="Hualian")
    page = await owner.go(f"companies/{made['id']}")
    await page.fill(".quick-log textarea", "Showed the new pump")
    await page.click(".quick-log [type=submit]")
    await expect(page.locator(".moment", has_text="Showed the new pump").first).to_be_visible()


async def test_enter_sends_and_shift_enter_begins_a_line(owner: Owner) -> None:
    page = await owner.go("chat")
    await page.fill("#chat-text", "met Wang at Hualian")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("send quote Friday")
    await expect(page.locator("#chat-text")).to_have_value("met Wang at Hualian\nsend quote Friday")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat-log li")).to_have_count(2)
    await expect(page.locator("#chat-text")).to_be_focused()


async def test_the_keyboard_help_opens_by_its_key_and_a_key_goes_to_the_tasks(owner: Owner) -> None:
    page = await owner.go()
    await page.keyboard.press("?")
    await expect(page.locator("#keyboard-help")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#keyboard-help")).to_be_hidden()
    await page.keyboard.press("g")
    await page.keyboard.press("t")
    await page.wait_for_url("**/tasks")


async def test_the_chosen_light_and_language_stay(owner: Owner) -> None:
    page = await owner.go()
    await page.click("[data-theme-toggle]")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await owner.go("settings/profile")
    await page.select_option("[name=language]", "zh_CN")
    await page.click("form:has([name=language]) [type=submit]")
    await page.wait_for_load_state()
    await owner.go()
    await expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
