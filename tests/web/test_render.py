"""Pages and fragments, navigation by permission, the shell of each kind of reader."""

import dataclasses

import httpx
import pytest
from jinja2 import TemplateNotFound, UndefinedError

from web import render
from web.nav import Entry, Navigation
from web.shell import Shell, Workplace

pytestmark = pytest.mark.anyio
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
ADA = Shell(
    signed_in=True, person_name="Ada", workspace=Workplace("acme", "Acme"), path="/acme/contacts/7"
)


@pytest.fixture
async def client(showcase):
    transport = httpx.ASGITransport(showcase, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://crm.example") as opened:
        yield opened


async def test_htmx_gets_the_content_without_the_frame(client):
    whole = (await client.get("/acme/contacts")).text
    part = (await client.get("/acme/contacts", headers=HTMX)).text
    assert "<!doctype html>" in whole
    assert "Yuki Kim" in part
    assert "<html" not in part
    assert "side-nav" not in part


async def test_htmx_that_asks_for_a_whole_page_gets_one(client):
    answer = await client.get("/acme", headers={**HTMX, "HX-Request-Type": "full"})
    assert "<!doctype html>" in answer.text


async def test_a_refusal_to_htmx_leaves_the_page_and_says_so_in_a_toast(client):
    answer = await client.get("/acme/nope", headers=HTMX)
    assert answer.status_code == 404
    assert answer.headers["HX-Reswap"] == "none"
    assert "error" in answer.headers["HX-Trigger"]


async def test_the_language_asked_for_is_kept(client):
    answer = await client.get("/?lang=zh-CN")
    assert 'lang="zh-CN"' in answer.text
    assert answer.headers["set-cookie"].startswith("language=zh_CN;")
    assert 'lang="zh-CN"' in (await client.get("/pricing")).text


async def test_the_browsers_language_is_spoken_to_a_stranger(client):
    answer = await client.get("/", headers={"Accept-Language": "de, zh-TW;q=0.8, en;q=0.3"})
    assert 'lang="zh-CN"' in answer.text


def test_a_redirect_stays_on_our_site():
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", ""):
        with pytest.raises(ValueError, match="not an address of ours"):
            render.redirect(elsewhere)


@pytest.mark.parametrize(
    "name", ["web/render.py", "web/templates/../render.html", "../etc/templates/x.html", "x.html"]
)
def test_only_templates_are_templates(name):
    with pytest.raises(TemplateNotFound):
        render.build_environment().get_template(name)


def test_what_a_page_was_not_given_is_an_error_not_a_blank():
    template = render.build_environment().from_string("{{ misspelt }}")
    with pytest.raises(UndefinedError):
        template.render()


def test_an_entry_shows_to_those_who_may_follow_it():
    menu = Navigation()
    menu.add("main", Entry(key="b", label="B", icon="x", path="b", order=2))
    menu.add("main", Entry(key="a", label="A", icon="x", path="a", order=1, permission="a:see"))
    rep = dataclasses.replace(ADA, may=lambda permission: permission == "a:see")
    assert [entry.key for entry in menu.entries("main", rep)] == ["a", "b"]
    assert [entry.key for entry in menu.entries("main", ADA)] == ["b"]


def test_a_record_lies_under_its_list_in_the_side_bar():
    contacts = Entry(key="c", label="C", icon="x", path="contacts", order=1)
    home = Entry(key="h", label="H", icon="x", path="", order=0)
    assert contacts.is_here(ADA)
    assert not home.is_here(ADA)
    assert not contacts.is_here(dataclasses.replace(ADA, path="/acme/contacts-old"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Ada Lovelace", "AL"), ("王小明", "王"), ("ada", "A"), ("", "?"), ("  ", "?")],
)
def test_an_avatar_shows_initials(name, shown):
    assert render.initials(name) == shown
