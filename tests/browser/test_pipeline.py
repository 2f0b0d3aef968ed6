"""The pipeline in a browser: dragged, refused, taken back; on a phone moved by a dialog."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Owner, Windows, sign_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(180)]


def _column(page: Page, name: str) -> Any:
    return page.locator(".board-column", has=page.locator("h2", has_text=name))


async def _fill(owner: Owner) -> dict[str, str]:
    stages = owner.firm.call("GET", "pipelines")["items"][0]["stages"]
    for number in range(3):
        amount = {"amount_minor": 1_000_00, "currency": "USD"}
        owner.firm.create("deals", name=f"Deal {number}", amount=amount)
    return {stage["name"]: stage["id"] for stage in stages}


async def test_a_card_is_dragged_refused_and_taken_back(
    owner: Owner, windows: Windows, picture: Callable[[str], Path]
) -> None:
    stages = await _fill(owner)
    owner.firm.call("PATCH", f"stages/{stages['Quote']}", needs=["expected_close"])
    page = await owner.go("deals")
    await page.set_viewport_size({"width": 1900, "height": 900})
    card = page.locator(".board-card", has_text="Deal 1")
    await card.drag_to(_column(page, "Qualified").locator(".board-cards"))
    await expect(_column(page, "Qualified").locator(".board-card")).to_have_count(1)
    await expect(_column(page, "Qualified").locator(".board-head")).to_contain_text("$1,000")
    await page.screenshot(path=picture("moved"), full_page=True)
    await card.drag_to(_column(page, "Quote").locator(".board-cards"))
    await expect(page.locator(".toast-error")).to_contain_text("Expected close")
    await expect(_column(page, "Qualified").locator(".board-card")).to_have_count(1)
    assert all("409" in said for said in windows.watch.said)
    windows.watch.said.clear()
    await page.click("#toasts .toast-undo:visible")
    await page.wait_for_load_state()
    await expect(_column(page, "Contacted").locator(".board-card")).to_have_count(3)
    await card.drag_to(_column(page, "Lost").locator(".board-cards"))
    await page.select_option("#dialog-body [name=reason]", "price")
    await page.click("#dialog-body [type=submit]")
    await page.wait_for_url("**/deals/*-*")
    await expect(page.locator("main")).to_contain_text("Price")


async def test_on_a_phone_one_column_is_seen_and_a_card_moves_by_a_dialog(
    owner: Owner, windows: Windows, picture: Callable[[str], Path]
) -> None:
    await _fill(owner)
    page = await windows.open("phone", light="dark")
    await sign_in(page, owner.email)
    await page.goto(f"/{owner.firm.slug}/deals")
    await page.screenshot(path=picture("phone"))
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.locator(".board-card", has_text="Deal 2").get_by_role("button").click()
    await page.screenshot(path=picture("phone-move"))
    await page.click("#dialog-body button:has-text('Negotiation')")
    await page.wait_for_url("**/deals")
    await expect(_column(page, "Negotiation").locator(".board-card")).to_have_count(1)
