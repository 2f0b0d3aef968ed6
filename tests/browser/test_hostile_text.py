"""Text that would like to be a script, through every door that people type into."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect
from world import PASSWORD

from tests.browser.conftest import Owner, Windows

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]
# Each would say where it woke up; a dialog, a refused script or a changed title fails the test.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "'><body onpageshow=alert(4)>",
    "javascript:alert(5)",
    "</script><script>alert(6)</script>",
    "</title><script>alert(7)</script>",
    "</textarea><img src=x onerror=alert(8)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    '<math><mtext><style><img title="</style><img src=x onerror=alert(9)>">',
    '<iframe srcdoc="<script>parent.alert(10)</script>">',
    '<a href="data:text/html,<script>alert(11)</script>">x</a>',
    '" autofocus onfocus=alert(12) x="',
    "<form action=/sign-out method=post><button>x</button></form>",
    "<style>*{display:none}</style>",
    "<b hx-get=/sign-out hx-trigger=load>x</b>",
)


async def test_hostile_names_notes_tags_and_sentences_stay_text(
    owner: Owner, windows: Windows, tmp_path: Path
) -> None:
    firm, page = owner.firm, owner.page
    for number, payload in enumerate(PAYLOADS):
        company = firm.create("companies", name=payload, about=payload, city=payload)
        contact = firm.create("contacts", name=payload, about=payload, companies=[company["id"]])
        firm.create(
            "activities",
            kind="visit",
            text=f"{payload} {number}",
            next_step=payload,
            links=[{"type": "company", "id": company["id"]}],
        )
        firm.create("tasks", title=payload, links=[{"type": "contact", "id": contact["id"]}])
        await owner.go(f"companies/{company['id']}")
        await page.fill("[name=tag]", payload[:40])
        await page.click("form[action$='/tags'] [type=submit]")
        await page.wait_for_load_state()
        await _attach(page, tmp_path, payload)
        await _inert(page)
        await expect(page.locator("h1")).to_have_text(payload)
        for path in (f"companies/{company['id']}/history", f"companies/{company['id']}/edit"):
            await _inert(await owner.go(path))
    for path in ("", "companies", "contacts", "activities", "tasks", "search?q=alert"):
        await _inert(await owner.go(path))


async def test_hostile_sentences_in_the_chat_stay_text(owner: Owner) -> None:
    page = await owner.go("chat")
    for payload in PAYLOADS:
        await page.fill("#chat-text", f"met {payload} at {payload}, send quote Friday")
        await page.click("form:has(#chat-text) [type=submit]")
        await expect(page.locator("#chat-text")).to_have_value("")
        await _inert(page)
    await page.reload()
    await _inert(page)


@pytest.mark.parametrize("payload", PAYLOADS[:4])
async def test_a_hostile_firm_stays_text_on_every_page(windows: Windows, payload: str) -> None:
    page = await windows.open()
    await page.goto("/sign-up")
    await page.fill("[name=email]", f"mallory-{uuid4().hex[:10]}@example.com")
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=company]", payload)
    await page.click("form [type=submit]")
    await page.wait_for_url(lambda url: "/sign-up" not in url)
    home = page.url
    await expect(page.locator(".side-switch")).to_contain_text(payload)
    for path in ("/contacts", "/chat", "/settings/workspace", "/settings/people"):
        await page.goto(f"{home}{path}")
        await _inert(page)
    await page.goto("/workspaces")
    await _inert(page)
    await page.goto("/dev/outbox")
    await _inert(page)


async def _attach(page: Page, folder: Path, payload: str) -> None:
    name = payload.replace("/", "∕")[:80]
    file = folder / f"{name}.html"
    file.write_text(payload, encoding="utf-8")
    await page.set_input_files("input[type=file]", file)
    await expect(page.locator("a.link-record", has_text=file.name)).to_be_visible()


async def _inert(page: Page) -> None:
    """Nothing of it became an element; the watch sees whatever spoke."""
    grown = page.locator(
        "main img[src=x], iframe, main script, main style, math, [onerror], [onload], [onfocus],"
        " [onpageshow], [srcdoc], a[href^='javascript:'], a[href^='data:'], b[hx-get]"
    )
    assert await grown.count() == 0, await grown.first.evaluate("e => e.outerHTML")
    assert "49" not in await page.title()
