"""Somebody who runs the deployment, in front of the console."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import pyotp

from app.console.door import OPERATOR_COOKIE
from app.operating import operators
from tenants.access.pipeline import PRE_SESSION_COOKIE
from tenants.access.visiting import VISIT_COOKIE

PASSWORD = "correct horse battery"
_TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


@dataclass
class Console:
    """An operator's browser; `visit` is the cookie of a visit that goes on."""

    http: httpx.AsyncClient
    email: str
    secret: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def _headers(self, cookies: dict[str, str]) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    async def fetch(self, path: str) -> httpx.Response:
        """Whatever is answered."""
        return await self.http.get(path, headers=self._headers(self.cookies))

    async def open(self, path: str) -> str:
        """The page; fails unless it is one."""
        answer = await self.fetch(path)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text[-600:]}"
        return answer.text

    async def send(self, page: str, path: str, **fields: Any) -> httpx.Response:
        """Post a form that stands on `page`, and keep the cookies that come back."""
        shown = await self.fetch(page)
        cookies = dict(self.cookies)
        if PRE_SESSION_COOKIE in shown.cookies:
            cookies[PRE_SESSION_COOKIE] = shown.cookies[PRE_SESSION_COOKIE]
        found = _TOKEN.search(shown.text)
        token = found[1] if found else ""
        answer = await self.http.post(
            path,
            content=urlencode({**fields, "_csrf": token}),
            headers={
                **self._headers(cookies),
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        for name in (OPERATOR_COOKIE, VISIT_COOKIE):
            if name in answer.cookies:
                self.cookies[name] = answer.cookies[name]
        self.http.cookies.clear()
        return answer

    async def act(self, workspace: Any, deed: str, **fields: Any) -> httpx.Response:
        """Press a button on the page of a workspace."""
        page = f"/operator/workspaces/{workspace.workspace_id}"
        return await self.send(page, f"{page}/{deed}", **fields)

    async def visit(self, workspace: Any, **wish: Any) -> httpx.Response:
        """Begin a visit with the rights of the workspace's owner."""
        page = await self.open(f"/operator/workspaces/{workspace.workspace_id}")
        options = re.search(r'name="member_id".*?<option value="([^"]+)"', page, re.DOTALL)
        assert options is not None
        said = {"member_id": options[1], "reason": "the import hangs", **wish}
        return await self.act(workspace, "visits", **said)


async def operator_at_work(http: httpx.AsyncClient, connection: Any, email: str) -> Console:
    """Made by the command line, set up by the link, and inside."""
    console = Console(http, email)
    path = await operators.add(connection, email)
    shown = await console.open(path)
    found = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", shown)
    assert found is not None
    console.secret = found[1]
    answer = await console.send(
        path, path, password=PASSWORD, code=pyotp.TOTP(console.secret).now(), time_zone="UTC"
    )
    assert answer.status_code == 303, answer.text[-600:]
    return console
