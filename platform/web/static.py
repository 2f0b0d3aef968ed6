"""The browser's own files: built once, named by their content, kept for ever."""

import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from web.cookies import header

ASSETS: Final = Path(__file__).parent / "assets"
PREFIX: Final = "/assets/"
FOR_EVER: Final = b"public, max-age=31536000, immutable"

mimetypes.add_type("font/woff2", ".woff2")


class AssetsMissing(RuntimeError):
    """The assets were never built; `python dev.py setup` builds them."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, and the same file compressed."""

    body: bytes
    gzip: bytes | None
    media_type: str


class Shelf:
    """All assets, held in memory: a name that is not on the shelf cannot be reached."""

    def __init__(self, folder: Path = ASSETS) -> None:
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            raise AssetsMissing("The browser assets are not built: run `python dev.py setup`.")
        self.names: dict[str, str] = json.loads(manifest.read_text())
        self.files = {path.name: _asset(path) for path in folder.iterdir() if _is_served(path)}

    def url(self, name: str) -> str:
        """Return the address of an asset by the name that its source has."""
        return PREFIX + self.names[name]


@cache
def shelf() -> Shelf:
    """Return the shelf of this process, filled at its first use."""
    return Shelf()


def asset(name: str) -> str:
    """Return the address of an asset, for templates: `asset("app.css")`."""
    return shelf().url(name)


class Assets:
    """ASGI middleware: answers for assets before anything that costs a transaction."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        found = shelf().files.get(scope["path"][len(PREFIX) :])
        if found is None or scope.get("method") not in {"GET", "HEAD"}:
            await _answer(send, 404, [(b"content-type", b"text/plain")], b"Not found.")
            return
        headers = [
            (b"content-type", found.media_type.encode()),
            (b"cache-control", FOR_EVER),
            (b"vary", b"accept-encoding"),
        ]
        body = found.body
        if found.gzip is not None and "gzip" in header(scope, "accept-encoding"):
            body = found.gzip
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        await _answer(send, 200, headers, b"" if scope.get("method") == "HEAD" else body)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _is_served(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".gz", ".json", ".stamp"}


def _asset(path: Path) -> Asset:
    compressed = path.with_name(f"{path.name}.gz")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") or kind.endswith("svg+xml") else ""
    return Asset(
        body=path.read_bytes(),
        gzip=compressed.read_bytes() if compressed.is_file() else None,
        media_type=kind + charset,
    )
