"""The first day, end to end: from the sign-up to the reminder, in both languages and sizes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect
from world import PASSWORD

from kernel import clock
from tests.browser.conftest import Windows, sign_in

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]
REMINDED_SECONDS = 40


@dataclass(frozen=True)
class Day:
    """What a person of this language says and expects to read."""

    language: str
    zone: str
    firm: str
    company: str
    contact: str
    sentence: str
    words: str
    next_step: str
    errand: str


DAYS = {
    "en": Day(
        language="en",
        zone="Europe/London",
        firm="Rivers Pumps",
        company="Hualian Machinery",
        contact="Wang Lei",
        sentence="met Wang at Hualian, wants 20 pumps by March, price too high, send quote Friday",
        words="price too high",
        next_step="send quote",
        errand="Ring the harbour office",
    ),
    "zh": Day(
        language="zh",
        zone="Asia/Shanghai",
        firm="江河泵业",
        company="华联机械",
        contact="王总",
        sentence="拜访华联王总，3月前要20台泵，嫌贵，周五发报价",
        words="嫌贵",
        next_step="发报价",
        errand="给港务处回电话",
    ),
}


@pytest.fixture(params=["en", "zh"])
def day(request: pytest.FixtureRequest) -> Day:
    return DAYS[request.param]


@pytest.mark.parametrize("size", ["desktop", "phone"])
async def test_an_owner_gets_through_the_first_day(
    windows: Windows, day: Day, size: str, picture: Callable[[str], Path]
) -> None:
    page = await windows.open(size, day.language)
    mine = _address("owner")
    home = await _sign_up(page, day, mine)
    await page.screenshot(path=picture("1-home"), full_page=True)
    assert await page.locator("progress").count() == 1, "the checklist of the first day"
    company = await _write_down(page, home, "companies", day.company)
    await _write_down(page, home, "contacts", day.contact)
    await _log_by_one_sentence(page, home, day, picture)

    await page.goto(company)
    visit = page.locator(".moment", has_text=day.sentence).first
    await expect(visit).to_be_visible()
    await page.screenshot(path=picture("3-timeline"), full_page=True)
    await page.goto(f"{home}/tasks")
    step = page.locator(".task-line", has_text=re.compile(day.next_step, re.IGNORECASE))
    await expect(step).to_have_count(1)
    await expect(step).to_contain_text(_friday(day))
    await page.screenshot(path=picture("4-tasks"), full_page=True)

    await _be_reminded(page, home, day, picture)
    await _find(page, home, day, picture)
    await _invite(windows, page, home, day, size)

    elsewhere = await windows.open(size, day.language)
    await sign_in(elsewhere, mine)
    await page.goto(f"{home}/settings/security")
    await page.click("form[action$='/sessions/end'] [type=submit]")
    await page.wait_for_load_state()
    await elsewhere.goto(home)
    assert "/sign-in" in elsewhere.url, "signed out everywhere"


async def _sign_up(page: Page, day: Day, email: str) -> str:
    await page.goto("/")
    await page.click("main a[href='/sign-up'] >> nth=0")
    await page.fill("[name=email]", email)
    await page.fill("[name=password]", PASSWORD)
    await page.fill("[name=company]", day.firm)
    await page.click("form [type=submit]")
    await page.wait_for_url(lambda url: "/sign-up" not in url)
    said = await page.get_attribute("html", "lang") or ""
    assert said.startswith(day.language)
    return page.url


async def _write_down(page: Page, home: str, plural: str, name: str) -> str:
    await page.goto(f"{home}/{plural}")
    await page.click(f".page-actions [href$='/{plural}/new']")
    await page.fill("#dialog [name=name]", name)
    await page.click("#dialog [type=submit]:visible")
    await page.wait_for_url(re.compile(rf"/{plural}/[0-9a-f-]{{36}}"))
    await expect(page.locator("h1")).to_have_text(name)
    return page.url


async def _log_by_one_sentence(
    page: Page, home: str, day: Day, picture: Callable[[str], Path]
) -> None:
    await page.goto(f"{home}/chat")
    await page.fill("#chat-text", day.sentence)
    await page.click("form:has(#chat-text) [type=submit]")
    card = page.locator("#chat-log li", has=page.locator(".facts")).last
    await expect(card).to_contain_text(day.company)
    await expect(card).to_contain_text(_friday(day))
    await page.screenshot(path=picture("2-card"))
    await card.locator(".btn-primary").click()
    await expect(page.locator("#chat-log .btn-primary")).to_have_count(0)
    await page.screenshot(path=picture("2-saved"))


async def _be_reminded(page: Page, home: str, day: Day, picture: Callable[[str], Path]) -> None:
    """A reminder that is due now comes into the open chat, and Done there closes the task."""
    # At whatever hour the test runs: nobody is reminded in quiet hours.
    await page.goto(f"{home}/settings/notifications")
    for name in ("quiet_from", "quiet_to"):
        await page.fill(f"[name={name}]", "")
    await page.click("main form:has([name=quiet_from]) [type=submit]")
    await expect(page.locator("[name=quiet_from]")).to_have_value("")
    await page.goto(f"{home}/tasks/new")
    await page.fill("[name=title]", day.errand)
    await page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    now = clock.now().astimezone(ZoneInfo(day.zone))
    await page.fill("[name=remind_at]", f"{now:%Y-%m-%dT%H:%M}")
    await page.click("main form [type=submit]")
    await page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}"))
    task = page.url
    reminder = page.locator("#chat-log li", has_text=day.errand).last
    await page.goto(f"{home}/chat")
    await expect(reminder).to_be_visible(timeout=REMINDED_SECONDS * 1000)
    await page.screenshot(path=picture("5-reminder"))
    await reminder.locator("button").first.click()
    await page.wait_for_timeout(500)
    await page.screenshot(path=picture("5-done"))
    await page.goto(task)
    await expect(page.locator("form[action$='/reopening']")).to_have_count(1)


async def _find(page: Page, home: str, day: Day, picture: Callable[[str], Path]) -> None:
    await page.goto(f"{home}/search")
    await page.fill("main [name=q]", day.words)
    await page.keyboard.press("Enter")
    found = page.locator("main li", has=page.locator("a[href*='/activities/']"))
    await expect(found.first).to_contain_text(day.words)
    await page.screenshot(path=picture("6-search"), full_page=True)
    await page.keyboard.press("Control+k")
    await page.fill("#palette-text", day.words)
    item = page.locator("#palette-found a[href*='/activities/']").first
    await expect(item).to_be_visible()
    await page.screenshot(path=picture("6-palette"))
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}"))


async def _invite(windows: Windows, page: Page, home: str, day: Day, size: str) -> None:
    """A rep comes by the letter, and sees nothing of what is not theirs."""
    theirs = _address("rep")
    await page.goto(f"{home}/settings/people")
    await page.fill("[name=email]", theirs)
    await page.select_option("main [name=role] >> nth=0", "rep")
    await page.click("form:has([name=email]) [type=submit]")
    await page.wait_for_load_state()
    await expect(page.locator("main")).to_contain_text(theirs)
    link = page.locator("section, li, article", has_text=theirs).locator("a[href*='/invitations/']")
    until = clock.now() + timedelta(seconds=REMINDED_SECONDS)
    await page.goto("/dev/outbox")
    while not await link.count() and clock.now() < until:
        await page.wait_for_timeout(500)
        await page.reload()
    door = await link.first.get_attribute("href")
    rep = await windows.open(size, day.language)
    await rep.goto(door or "")
    await rep.fill("[name=name]", "Rae Rep")
    await rep.fill("[name=password]", PASSWORD)
    await rep.click("form [type=submit]")
    await rep.wait_for_url(lambda url: "/invitations/" not in url)
    await rep.goto(f"{home}/companies")
    await expect(rep.locator(".empty")).to_be_visible()
    await expect(rep.locator("main")).not_to_contain_text(day.company)
    await _write_down(rep, home, "companies", "Rae & Sons")
    await rep.goto(f"{home}/companies")
    await expect(rep.locator(".list-row")).to_have_count(1)


def _address(name: str) -> str:
    return f"{name}-{uuid4().hex[:10]}@example.com"


def _friday(day: Day) -> re.Pattern[str]:
    """The Friday to come, as the card and the list of tasks write it."""
    today: datetime = clock.now().astimezone(ZoneInfo(day.zone))
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    return re.compile(rf"{friday:%b} {friday.day}\b|{friday.month}月{friday.day}日")
