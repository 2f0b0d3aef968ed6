"""The browser's files: complete, unchanging under one name, and nothing beside them."""

import re

import httpx
import pytest

from web.static import ASSETS, Shelf, shelf

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(showcase):
    transport = httpx.ASGITransport(showcase)
    async with httpx.AsyncClient(transport=transport, base_url="https://crm.example") as opened:
        yield opened


async def test_an_asset_is_kept_for_ever_and_sent_compressed(client):
    for name in ("app.js", "app.css", "icons.svg"):
        answer = await client.get(shelf().url(name))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.content == shelf().files[shelf().names[name]].body


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "build.stamp",
        "../static.py",
        "..%2fstatic.py",
        "%2e%2e/static.py",
        "/etc/passwd",
    ],
)
async def test_nothing_beside_the_assets_can_be_reached(client, path):
    assert (await client.get(f"/assets/{path}")).status_code == 404


def test_every_icon_that_a_component_names_is_in_the_sprite():
    sprite = Shelf(ASSETS).files[shelf().names["icons.svg"]].body.decode()
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    sources = (ASSETS.parent / "templates").rglob("*.html")
    named = {n for path in sources for n in re.findall(r'icon\("([a-z0-9-]+)"', path.read_text())}
    assert named
    assert named <= drawn


def test_the_stylesheet_asks_no_other_site_for_anything():
    css = shelf().files[shelf().names["app.css"]].body.decode()
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", css)
    assert ".dot-overdue" in css
