"""A member with a browser: pages are read as a person reads them, forms carry their token."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
from world import Member

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Document(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data + " "

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [
            found
            for name, found in self.tags
            if name == tag
            and all(found.get(k.replace("_", "-")) == v for k, v in attributes.items())
        ]


@dataclass
class Surfer:
    """Somebody in front of a page of the workspace."""

    member: Member
    _token: str = field(default="", repr=False)

    @property
    def _cookies(self) -> dict[str, str]:
        return {"Cookie": f"__Host-session={self.member.token}"}

    def url(self, path: str) -> str:
        """Paths are inside the workspace, unless they start with a slash."""
        return path if path.startswith("/") else f"/{self.member.slug}/{path}".rstrip("/")

    async def fetch(self, path: str, *, htmx: bool = False) -> httpx.Response:
        """Whatever is answered."""
        headers = {**self._cookies, **(HTMX if htmx else {})}
        return await self.member.http.get(self.url(path), headers=headers)

    async def open(self, path: str = "", *, htmx: bool = False) -> Document:
        """The page; fails unless it is one."""
        answer = await self.fetch(path, htmx=htmx)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text[-600:]}"
        return Document(answer.text)

    async def send(
        self, path: str, form: Any = (), *, htmx: bool = False, **fields: Any
    ) -> httpx.Response:
        """Post a form as the page would."""
        if not self._token:
            page = await self.open("")
            self._token = page.all("meta", name="csrf-token")[0]["content"]
        pairs = [*form, *fields.items(), ("_csrf", self._token)]
        return await self.member.http.post(
            self.url(path),
            content=urlencode(pairs, doseq=True),
            headers={
                **self._cookies,
                **(HTMX if htmx else {}),
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )

    async def status(self, path: str, form: Any = (), **fields: Any) -> int:
        """Only how a form went."""
        return (await self.send(path, form, **fields)).status_code

    async def follow(self, path: str, form: Any = (), **fields: Any) -> Document:
        """Post a form and open the page it leads to."""
        answer = await self.send(path, form, **fields)
        assert answer.status_code == 303, f"{answer.status_code} {answer.text[-600:]}"
        return await self.open(answer.headers["location"])
