"""The calendar by the mouse, lists by the keyboard."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Owner

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]


async def test_an_appointment_is_dragged_to_another_day_and_hour_and_back(
    owner: Owner, picture: Callable[[str], Path]
) -> None:
    monday = datetime.now(UTC).date() + timedelta(weeks=2)
    monday -= timedelta(days=monday.weekday())
    owner.firm.create("appointments", title="Visit Hualian", starts_at=f"{monday}T10:00:00Z")
    page = await owner.go(f"calendar?view=week&day={monday}")
    entry = page.locator(".cal-entry", has_text="Visit Hualian")
    before = await entry.get_attribute("data-at")
    thursday = page.locator(f"[data-day='{monday + timedelta(days=3)}']")
    hour = {"x": 30, "y": 24 * 14 + 8}
    await entry.drag_to(
        thursday.locator(".cal-hours"), source_position={"x": 20, "y": 6}, target_position=hour
    )
    await expect(thursday.locator(".cal-entry")).to_contain_text("Visit Hualian")
    await expect(entry).to_have_attribute("data-at", f"{monday + timedelta(days=3)}T14:00")
    await page.screenshot(path=picture("week"))
    await page.click("#toasts .toast-undo:visible")
    await expect(entry).to_have_attribute("data-at", before or "")
    await owner.go(f"calendar?view=month&day={monday}")
    await entry.drag_to(thursday)
    await expect(thursday.locator(".cal-entry")).to_contain_text("Visit Hualian")


async def test_a_list_is_worked_by_keys(owner: Owner) -> None:
    for name in ("Blue Harbor", "Hualian", "Northwind"):
        owner.firm.create("companies", name=name)
    page = await owner.go("companies?sort=name")
    focused = page.locator(":focus")
    for key, name in (("j", "Blue Harbor"), ("j", "Hualian"), ("k", "Blue Harbor")):
        await page.keyboard.press(key)
        await expect(focused).to_have_text(name)
    await page.keyboard.press("x")
    await expect(page.locator("[data-bulk-bar]")).to_contain_text("1 selected")
    await page.keyboard.press("/")
    await page.keyboard.type("north")
    await expect(page.locator("#palette")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#palette")).to_be_hidden()
    await page.keyboard.press("?")
    await expect(page.locator("#keyboard-help")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/companies/[0-9a-f-]{36}$"))
    await owner.go("companies?sort=name")
    await page.keyboard.press("j")
    await page.keyboard.press("e")
    await page.wait_for_url("**/edit")
