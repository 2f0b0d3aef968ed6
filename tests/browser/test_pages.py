"""Every page of the menu and the settings: both languages, both sizes, both lights.

Each pair of them is seen once: what a size does to a page does not hang on its colours.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import clipped, faults_of, overflow
from playwright.async_api import Page
from product import ARTEFACTS, Firm

from app.composition import compose
from app.routes import all_routes
from app.seed.world import DEMO_EMAIL, DEMO_PASSWORD
from tests.browser.conftest import Windows, sign_in
from web.nav import navigation

PUBLIC = ("/", "/pricing", "/terms", "/privacy", "/sign-up", "/sign-in", "/reset", "/dev/outbox")
LIGHTS = {
    ("en", "desktop"): "light",
    ("en", "phone"): "dark",
    ("zh", "desktop"): "dark",
    ("zh", "phone"): "light",
}
WAYS = ("#side-bar", ".top-bar", ".phone-bar", ".settings-nav")
SLUGS = {"en": "acme", "zh": "hualian"}
pytestmark = [pytest.mark.anyio, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def places() -> tuple[str, ...]:
    """The addresses in the menus, inside a workspace."""
    compose()
    all_routes()
    entries = [entry for place in navigation.places.values() for entry in place.values()]
    return tuple(dict.fromkeys(entry.path for entry in entries if entry.when()))


@pytest.fixture(params=["en", "zh"], scope="module")
def demo(request: pytest.FixtureRequest, product: str) -> Iterator[tuple[str, Firm]]:
    """The owner of the demo firms, who reads this language and looks at the firm that speaks it."""
    language = request.param
    firm = Firm.sign_in(product, DEMO_EMAIL, DEMO_PASSWORD, SLUGS[language])
    firm.call("PATCH", "/api/v1/me", language="zh_CN" if language == "zh" else "en")
    yield language, firm
    firm.call("PATCH", "/api/v1/me", language="en")


@pytest.mark.parametrize("size", ["desktop", "phone"])
async def test_every_page_is_accessible_fits_its_screen_and_cuts_nothing_off(
    windows: Windows, demo: tuple[str, Firm], places: tuple[str, ...], size: str
) -> None:
    language, firm = demo
    light = LIGHTS[language, size]
    page = await windows.open(size, language, light)
    strangers = {path: path for path in PUBLIC}
    found = await _look(page, strangers, f"{language}-{size}-{light}")
    await sign_in(page, DEMO_EMAIL, DEMO_PASSWORD)
    records = [f"{plural}/{firm.first(plural)}" for plural in ("companies", "contacts")]
    records += [f"{plural}/{firm.first(plural)}" for plural in ("activities", "tasks")]
    more = [f"{records[0]}/{place}" for place in ("history", "edit", "sharing")]
    more += ["search?q=quote", "tasks?whose=all"]
    more += ["settings/roles/rep", "settings/roles/new", "settings/roles/viewer/preview"]
    members = [*places, *records, *more, "notifications", "tasks/all"]
    inside = {f"/{firm.slug}/{path}".rstrip("/"): path for path in members}
    found |= await _look(page, inside, f"{language}-{size}-{light}", places)
    assert found == {}


async def _look(
    page: Page, paths: dict[str, str], combination: str, places: tuple[str, ...] = ()
) -> dict[str, object]:
    found: dict[str, object] = {}
    judged: set[str] = set()
    for place, (path, name) in enumerate(paths.items()):
        answer = await page.goto(path)
        await page.screenshot(path=_shot(name, combination), type="jpeg")
        wrong = {
            "status": answer.status - 200 if answer else "no answer",
            "wide": await overflow(page),
            "clipped": await clipped(page),
            "axe": await _faults(page, judged) if _is_asked(combination, place) else [],
            "language": await _language(page, combination[:2]),
            "headings": await page.locator("h1").count() - 1,
            "heading": await _heading(page, combination[:2]) if name in places else "",
        }
        if any(wrong.values()):
            found[path] = {what: seen for what, seen in wrong.items() if seen}
    return found


async def _faults(page: Page, judged: set[str]) -> list[object]:
    """What is wrong; the ways, which are the same on many pages, are judged once."""
    there = [place for place in WAYS if await page.locator(place).count()]
    faults = await faults_of(page, [place for place in there if place in judged])
    judged.update(there)
    return faults


def _is_asked(combination: str, place: int) -> bool:
    """All pages once, every third of the same parts in the dark on a phone, none in Chinese."""
    return combination.startswith("en-desktop") or (
        combination.startswith("en-phone") and place % 3 == 0
    )


async def _language(page: Page, wanted: str) -> str:
    said = await page.get_attribute("html", "lang") or ""
    return "" if said.startswith(wanted) else said


async def _heading(page: Page, wanted: str) -> str:
    """The heading of a page of the menus, if it is in the other language."""
    if not await page.locator("h1").count():
        return "none"
    said = await page.inner_text("h1")
    chinese = any("一" <= letter <= "鿿" for letter in said)
    return "" if chinese == (wanted == "zh") else said


def _shot(path: str, combination: str) -> Path:
    words = "".join(c if c.isalnum() else "-" for c in path if ord(c) < 128).strip("-")
    kept = "-".join(part for part in words.split("-") if len(part) < 12 or part.isalpha())
    return ARTEFACTS / f"page-{combination}-{kept or 'home'}.jpg"
