"""In and out by browser."""

from uuid import uuid4

import pytest
from world import PASSWORD, Workspace

from tenants.people import passwords
from tests.tenants.conftest import CSRF, Browser, Post


def fresh(name: str = "ada") -> str:
    return f"{name}-{uuid4().hex[:10]}@example.com"


async def test_an_owner_signs_up_and_lands_in_the_workspace(browser: Browser) -> None:
    email = fresh()
    answer = await browser.send(
        "/sign-up", email=email, password=PASSWORD, company="Pumps & Co", time_zone="Asia/Shanghai"
    )
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith("/pumps-co")
    places = await browser.open("/workspaces")
    assert "Pumps &amp; Co" in places


async def test_the_sessions_cookie_is_for_this_host_and_no_script(browser: Browser) -> None:
    answer = await browser.send("/sign-up", email=fresh(), password=PASSWORD, company="Acme")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-sess"))
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_a_stranger_is_sent_to_sign_in_and_back(browser: Browser, acme: Workspace) -> None:
    answer = await browser.client.get("/workspaces")
    assert answer.headers["location"] == "/sign-in?next=/workspaces"
    signed_in = await browser.send(
        "/sign-in", email=acme.email, password=PASSWORD, next="/workspaces"
    )
    assert signed_in.headers["location"] == "/workspaces"


@pytest.mark.parametrize(
    "wish",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/a\r\nX: 1"],
)
async def test_signing_in_never_leads_to_another_site(
    browser: Browser, acme: Workspace, wish: str
) -> None:
    answer = await browser.send("/sign-in", email=acme.email, password=PASSWORD, next=wish)
    assert answer.headers["location"] == f"/{acme.slug}"


async def test_a_wrong_password_and_an_unknown_address_look_the_same(
    browser: Browser, acme: Workspace
) -> None:
    wrong = await browser.send("/sign-in", email=acme.email, password="not the password")
    unknown = await browser.send("/sign-in", email=fresh(), password="not the password")
    assert wrong.status_code == unknown.status_code == 401
    assert "The address or the password is wrong." in wrong.text
    assert "The address or the password is wrong." in unknown.text
    assert PASSWORD not in wrong.text


async def test_a_form_without_its_token_signs_nobody_in(browser: Browser, acme: Workspace) -> None:
    await browser.open("/sign-in")
    answer = await browser.client.post("/sign-in", data={"email": acme.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "__Host-session" not in browser.client.cookies


async def test_signing_out_ends_the_session_for_good(browser: Browser, acme: Workspace) -> None:
    await browser.sign_in(acme.email)
    token = browser.client.cookies["__Host-session"]
    left = await browser.send("/sign-out", page="/workspaces")
    assert left.headers["location"] == "/sign-in"
    headers = {"Authorization": f"Bearer {token}"}
    assert (await acme.http.delete("/api/v1/sessions/current", headers=headers)).status_code == 401


async def test_the_session_is_a_new_one_at_every_sign_in(browser: Browser, acme: Workspace) -> None:
    await browser.sign_in(acme.email)
    first = browser.client.cookies["__Host-session"]
    await browser.sign_in(acme.email)
    assert browser.client.cookies["__Host-session"] != first


async def test_an_invited_colleague_joins_by_the_letter(
    browser: Browser, acme: Workspace, post: Post
) -> None:
    email = fresh("grace")
    await acme.post("invitations", 201, email=email, role="rep")
    link = await post.link(email, "invitations")
    shown = await browser.open(link)
    assert "Invitation to Acme" in shown
    assert email in shown
    answer = await browser.send(link, name="Grace", password=PASSWORD, email=email)
    assert answer.headers["location"] == f"/{acme.slug}"
    again = await browser.client.get(link)
    assert again.status_code == 404
    assert "no longer valid" in again.text


async def test_an_invitation_never_sets_the_password_of_an_account(
    browser: Browser, acme: Workspace, globex: Workspace, post: Post
) -> None:
    await acme.post("invitations", 201, email=globex.email, role="rep")
    link = await post.link(globex.email, "invitations")
    answer = await browser.send(link, name="Eve", password="another long password", email="x")
    assert answer.status_code == 401
    assert (await browser.sign_in(globex.email)).status_code == 303


async def test_pages_speak_the_browsers_language(browser: Browser) -> None:
    shown = await browser.open("/sign-in", **{"accept-language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-CN"' in shown


async def test_a_signed_in_browser_changes_nothing_without_its_own_token(
    browser: Browser, other_browser: Browser, acme: Workspace, globex: Workspace
) -> None:
    await browser.sign_in(acme.email)
    await other_browser.sign_in(globex.email)
    path = f"/{acme.slug}/settings/profile"
    theirs = CSRF.search(await other_browser.open(f"/{globex.slug}/settings/profile"))
    assert theirs
    form = {"name": "Eve", "language": "en", "time_zone": "UTC", "theme": ""}
    for token in ("", "nonsense", theirs[1]):
        answer = await browser.client.post(path, data={**form, "_csrf": token})
        assert answer.status_code == 403
    program = await browser.client.patch("/api/v1/me", json={"name": "Eve"})
    assert program.status_code == 403
    assert (await acme.get("/api/v1/me"))["name"] != "Eve"


async def test_a_page_of_another_site_sends_no_form_of_ours(
    browser: Browser, acme: Workspace
) -> None:
    await browser.sign_in(acme.email)
    path = f"/{acme.slug}/settings/profile"
    token = CSRF.search(await browser.open(path))
    assert token
    form = {"name": "Eve", "language": "en", "time_zone": "UTC", "theme": "", "_csrf": token[1]}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await browser.client.post(path, data=form, headers=headers)
        assert answer.status_code == 403


def test_a_password_costs_whoever_guesses_it_what_the_cheat_sheet_says() -> None:
    assert passwords.owasp().hash("six swans swim").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
