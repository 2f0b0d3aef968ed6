"""A firm's contacts come in from a file with errors, and go out again."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Owner

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]
FILE = (
    "Name,Email,Company\nWang,wang@hualian.example,Hualian\nLi,broken,Nord\nZhao,zhao@x.example,\n"
)


async def test_a_file_with_errors_is_imported_and_undone(owner: Owner, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(FILE)
    page = await owner.go("contacts")
    await page.click("a[href*='imports?type=contacts']")
    await page.set_input_files("input[name=file]", file)
    await page.click("main form [type=submit]")
    await page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}"))
    await expect(page.locator("select[name=c1]")).to_have_value("emails")
    await expect(page.locator("select[name=c2]")).to_have_value("companies")
    await page.click("#import form [type=submit]")

    await expect(page.locator("[data-state=checked]")).to_be_visible()
    await expect(page.locator("[data-count=created]")).to_have_text("2")
    wrong = page.locator("#lines .list-row", has_text="broken is not valid here.")
    await expect(wrong).to_contain_text("Email")
    await page.click("form[action$='/run'] button")
    await expect(page.locator("[data-state=done]")).to_be_visible()
    async with page.expect_download() as saved:
        await page.click("a[href$='/errors']")
    text = await (await saved.value).path()
    assert "Li,broken,Nord,3,Email" in text.read_text(encoding="utf-8-sig")
    here = page.url

    await owner.go("contacts")
    await expect(page.locator(".list-row")).to_have_count(2)
    await page.goto(here)
    await page.click("form[action$='/undoing'] button")
    await page.click("dialog[open] .btn-error, dialog[open] .btn-primary")
    await page.wait_for_url("**/settings/changes/**")
    await owner.go("contacts")
    await expect(page.locator(".list-row")).to_have_count(0)
