"""What another site in the same browser can do to somebody who is signed in: nothing."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Owner, Windows

# To the browser the first is another site; the second is this site by another port, to which
# it does send the cookie along.
STRANGER, NEIGHBOUR = "localhost:65001", "127.0.0.1:65001"
pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]


async def _other_site(page: Page, host: str, body: str) -> None:
    """A page of a neighbour, without a server of its own."""
    place = f"http://{host}/evil"
    html = f"<!doctype html><title>evil</title><body>{body}</body>"
    await page.route(place, lambda route: route.fulfill(content_type="text/html", body=html))
    await page.goto(place)


async def test_no_script_can_read_the_session(owner: Owner) -> None:
    page = await owner.go()
    assert "session" not in await page.evaluate("document.cookie")
    kept = [c for c in await page.context.cookies() if c["name"] == "__Host-session"]
    assert [(c["httpOnly"], c["secure"], c["sameSite"], c["path"]) for c in kept] == [
        (True, True, "Lax", "/")
    ]


@pytest.mark.parametrize(("host", "status"), [(STRANGER, 401), (NEIGHBOUR, 403)])
async def test_a_form_on_another_site_changes_nothing(
    owner: Owner, windows: Windows, host: str, status: int
) -> None:
    windows.watch.expect(f"status of {status}")
    action = f"{windows.url}/{owner.firm.slug}/companies"
    form = f'<form method="post" action="{action}"><input name="name" value="Evil & Co"></form>'
    await _other_site(owner.page, host, form)
    async with owner.page.expect_response(lambda answer: answer.url == action) as coming:
        await owner.page.evaluate("document.forms[0].submit()")
    answer = await coming.value
    assert answer.request.method == "POST"
    assert answer.status == status
    assert owner.firm.call("GET", "companies")["items"] == []


async def test_no_page_of_ours_shows_inside_another_site(owner: Owner, windows: Windows) -> None:
    windows.watch.expect("frame-ancestors|frame because")
    for path in (f"/{owner.firm.slug}", "/sign-in"):
        await _other_site(
            owner.page, NEIGHBOUR, f'<iframe src="{windows.url}{path}" name="inner"></iframe>'
        )
        await owner.page.wait_for_load_state()
        inner = owner.page.frame(name="inner")
        assert inner is not None
        assert await inner.locator("main").count() == 0


@pytest.mark.parametrize("host", [STRANGER, NEIGHBOUR])
async def test_another_sites_script_reads_nothing(
    owner: Owner, windows: Windows, host: str
) -> None:
    windows.watch.expect("CORS|Failed to load|Fetch API")
    await _other_site(owner.page, host, "")
    read = await owner.page.evaluate(
        """(url) => fetch(url, { credentials: "include" })
          .then((answer) => answer.text(), () => "refused")""",
        f"{windows.url}/api/v1/{owner.firm.slug}/companies",
    )
    assert read == "refused"
