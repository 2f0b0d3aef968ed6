"""The shell and its components in a real browser: both sizes, both lights, both languages."""

import pytest
from browsing import DESKTOP, PHONE, faults_of, overflow
from playwright.async_api import Browser, Page

PLACES = (
    "/",
    "/terms",
    "/privacy",
    "/sign-in",
    "/acme",
    "/acme/contacts",
    "/acme/contacts/1",
    "/acme/empty",
    "/acme?lang=zh",
    "/?lang=zh_CN",
)
pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_every_page_is_accessible_and_fits_its_screen(browser: Browser, address, light, size):
    context = await browser.new_context(base_url=address, viewport=size, color_scheme=light)
    page = await context.new_page()
    said = []
    page.on("console", lambda message: said.append((page.url, message.text)))
    found = {}
    for place in PLACES:
        await page.goto(place)
        wide, faults = await overflow(page), await faults_of(page)
        if faults or wide > 0:
            found[place] = (wide, faults)
    await context.close()
    assert found == {}
    assert said == []


async def test_the_system_decides_on_the_light_until_somebody_chooses(page: Page):
    await page.emulate_media(color_scheme="dark")
    await page.goto("/acme")
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.click("[data-theme-toggle]")
    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.reload()
    assert dark != light
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == light
    assert await page.get_attribute("html", "data-theme") == "light"


async def test_ctrl_k_goes_anywhere_without_the_mouse(page: Page):
    await page.goto("/acme")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("conta")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/acme/contacts")


async def test_the_palette_says_when_nothing_is_found(page: Page):
    await page.goto("/acme")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("zzzz")
    assert await page.is_visible(".palette-none")
    assert await page.locator("#palette [role=option]:visible").count() == 0


async def test_a_letter_is_a_shortcut_only_while_nobody_types_and_until_switched_off(page: Page):
    await page.goto("/acme/contacts")
    await page.fill("input[name=q]", "")
    await page.type("input[name=q]", "?")
    assert not await page.is_visible("#keyboard-help")
    await page.click("h1")
    await page.keyboard.press("?")
    assert await page.is_visible("#keyboard-help")
    await page.uncheck("[data-single-keys]")
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#keyboard-help", state="hidden")
    await page.keyboard.press("?")
    assert not await page.is_visible("#keyboard-help")


async def test_g_and_a_letter_go_to_a_place(page: Page):
    await page.goto("/acme")
    await page.keyboard.press("g")
    await page.keyboard.press("c")
    await page.wait_for_url("**/acme/contacts")


async def test_a_menu_closes_by_escape_and_gives_the_focus_back(page: Page):
    await page.goto("/acme")
    await page.click("#new-menu summary")
    await page.keyboard.press("ArrowDown")
    assert await page.evaluate("document.activeElement.className") == "menu-item"
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not await page.is_visible("#new-menu .menu-sheet")


async def test_a_phone_opens_the_side_bar_by_its_button_and_closes_it_beside(page: Page):
    await page.set_viewport_size(PHONE)
    await page.goto("/acme")
    assert not await page.is_visible(".side-nav")
    await page.click("[data-opens-menu]")
    assert await page.is_visible(".side-nav")
    await page.mouse.click(380, 400)
    await page.wait_for_selector(".side-nav", state="hidden")


async def test_a_change_is_confirmed_and_its_toast_waits_on_the_next_page_once(page: Page):
    await page.goto("/acme/contacts/1")
    await page.click("text=Delete")
    await page.click("#confirm >> text=Cancel")
    assert page.url.endswith("/acme/contacts/1")
    await page.click("text=Delete")
    await page.click("#confirm >> text=Continue")
    await page.wait_for_url("**/acme/empty")
    assert "Contact deleted." in await page.inner_text("#toasts")
    assert await page.get_attribute("#toasts form", "action") == "/acme/undo"
    await page.reload()
    assert (await page.inner_text("#toasts")).strip() == ""


async def test_a_toast_that_htmx_brings_is_text_and_never_markup(page: Page):
    await page.goto("/acme/contacts/1")
    await page.click("#live")
    await page.wait_for_selector("#toasts .toast-item")
    assert "<script>" in await page.inner_text("#toasts")
    assert await page.locator("#toasts img").count() == 0
    assert await page.locator("#toasts form:not([hidden])").count() == 1


async def test_a_dialog_is_filled_by_the_server_and_closed_by_its_button(page: Page):
    await page.goto("/acme/contacts/1")
    await page.click("text=Edit >> nth=0")
    await page.wait_for_selector("#dialog[open] input[name=name]")
    await page.click("#dialog >> text=Cancel")
    await page.wait_for_selector("#dialog", state="hidden")


async def test_hostile_text_is_inert_in_every_component(page: Page):
    await page.goto("/acme/hostile")
    await page.wait_for_timeout(200)
    assert await page.title() != "owned"
    assert await page.locator("main img").count() == 0
    assert await page.locator("main script").count() == 0
    assert await page.locator("[onerror], [onclick]").count() == 0
