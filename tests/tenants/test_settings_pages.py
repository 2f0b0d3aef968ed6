"""The settings as pages."""

import re
from uuid import uuid4

import pytest
from world import PASSWORD, Workspace

from tests.tenants.conftest import Browser, Post

OWN = ["settings", "settings/profile", "settings/security", "settings/notifications"]
FIRMS = ["settings/workspace", "settings/people", "settings/teams", "settings/keys"]
EVERY = [*OWN, *FIRMS, "settings/roles", "settings/audit", "notifications"]


@pytest.fixture
async def owner(browser: Browser, acme: Workspace) -> Browser:
    await browser.sign_in(acme.email)
    return browser


@pytest.mark.parametrize("path", EVERY)
async def test_the_owner_opens_every_settings_page(
    owner: Browser, acme: Workspace, path: str
) -> None:
    shown = await owner.open(f"/{acme.slug}/{path}")
    assert "Acme" in shown
    # Said at home and in the settings; elsewhere it would stand in the way of the work.
    assert ("confirm your address" in shown) == path.startswith("settings")


@pytest.mark.parametrize("path", [*FIRMS, "settings/audit"])
async def test_a_rep_has_no_way_into_the_firms_settings(
    browser: Browser, acme: Workspace, path: str
) -> None:
    rep = await acme.member("rep")
    await browser.sign_in(rep.email)
    assert (await browser.client.get(f"/{acme.slug}/{path}")).status_code == 403
    shown = await browser.open(f"/{acme.slug}/settings")
    assert path not in shown


async def test_the_owner_invites_by_the_form(owner: Browser, acme: Workspace, post: Post) -> None:
    email = f"new-{uuid4().hex[:8]}@example.com"
    page = f"/{acme.slug}/settings/people"
    answer = await owner.send(f"{page}/invitations", page=page, email=email, role="rep", team_id="")
    assert answer.status_code == 303
    assert email in await owner.open(page)
    assert await post.link(email, "invitations")


async def test_the_last_owner_is_told_why_they_stay(owner: Browser, acme: Workspace) -> None:
    page = f"/{acme.slug}/settings/people"
    mine = (await acme.get("members"))["items"][0]["id"]
    await owner.send(f"{page}/{mine}", page=page, role="rep", team_id="")
    assert "This is the last owner." in await owner.open(page)
    assert (await acme.get("members"))["items"][0]["role"] == "owner"


async def test_a_key_is_shown_once(owner: Browser, acme: Workspace) -> None:
    page = f"/{acme.slug}/settings/keys"
    made = await owner.send(page, name="Exporter", read="1", days="90")
    key = re.search(r"gx_[\w-]{40,}", made.text)
    assert key
    assert key[0] not in await owner.open(page)
    assert "Exporter" in await owner.open(page)


async def test_teams_are_made_below_each_other(owner: Browser, acme: Workspace) -> None:
    page = f"/{acme.slug}/settings/teams"
    await owner.send(page, name="North", parent_id="")
    north = (await acme.get("teams"))["items"][0]["id"]
    await owner.send(page, name="Berlin", parent_id=north)
    assert [(t["name"], t["depth"]) for t in (await acme.get("teams"))["items"]] == [
        ("North", 0),
        ("Berlin", 1),
    ]


async def test_a_profile_in_chinese_turns_the_pages_chinese(
    owner: Browser, acme: Workspace
) -> None:
    page = f"/{acme.slug}/settings/profile"
    await owner.send(page, name="艾达", language="zh_CN", time_zone="Asia/Shanghai", theme="dark")
    shown = await owner.open(page)
    assert '<html lang="zh-CN" data-theme="dark"' in shown
    assert "艾达" in shown


async def test_hostile_names_are_shown_as_text(owner: Browser, acme: Workspace) -> None:
    hostile = "<script>alert(1)</script>"
    await acme.create("teams", name=hostile)
    await owner.send(
        f"/{acme.slug}/settings/profile", name=hostile, language="en", time_zone="UTC", theme=""
    )
    for path in EVERY:
        assert hostile not in await owner.open(f"/{acme.slug}/{path}")


async def test_a_page_of_another_firm_is_not_there(owner: Browser, globex: Workspace) -> None:
    theirs = await owner.client.get(f"/{globex.slug}/settings/profile")
    nobodys = await owner.client.get("/no-such-firm/settings/profile")
    assert theirs.status_code == nobodys.status_code == 404


async def test_the_outbox_shows_letters_in_development_only(
    browser: Browser, acme: Workspace, post: Post
) -> None:
    assert await post.letters(acme.email)
    assert acme.email in await browser.open("/dev/outbox")


async def test_signing_out_everywhere_ends_this_session_too(
    owner: Browser, acme: Workspace
) -> None:
    page = f"/{acme.slug}/settings/security"
    answer = await owner.send(f"{page}/sessions/end", page=page)
    assert answer.headers["location"] == "/sign-in"
    assert (await acme.request("GET", "members")).status_code == 401


async def test_an_account_is_closed_on_its_own_page(browser: Browser, acme: Workspace) -> None:
    rep = await acme.member("rep")
    await browser.sign_in(rep.email)
    wrong = await browser.send("/me/closure", password="not my password")
    assert "This is not your password." in wrong.text
    answer = await browser.send("/me/closure", password=PASSWORD)
    assert answer.headers["location"] == "/"
    assert (await browser.sign_in(rep.email)).status_code == 401
