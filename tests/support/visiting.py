"""Every route of the application, pages included, and an address at which each can be visited."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from places import NAMED, WORDS
from planting import Planter, tables

from crm.records.types import record_types
from kernel.http import TxRoute

# A query that makes a page show most: words that both firms have, and a long page.
QUERY = {"q": "kanarienvogel", "limit": "50"}


@dataclass(frozen=True)
class Visit:
    """One method of one route."""

    method: str
    path: str
    needs: str | None
    csrf: bool
    handler: HTTPRouteHandler

    @property
    def is_ours(self) -> bool:
        return isinstance(self.handler, TxRoute)

    def url(self, slug: str, rows: dict[str, list[Any]] | None = None) -> str:
        """With rows of these tables where ids stand, or with ids of nothing."""
        parts = self.path.split("/")
        for place, part in enumerate(parts):
            if part.startswith("{"):
                parts[place] = _filled(part.strip("{}"), parts[place - 1], slug, rows or {})
        return "/".join(parts)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def visits(app: Any) -> Iterator[Visit]:
    """All of them but the framework's own answers to OPTIONS."""
    for route in app.inner.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                opt = handler.opt
                yield Visit(
                    str(method), route.path_format, opt.get("needs"), opt.get("csrf", True), handler
                )


def _filled(name: str, before: str, slug: str, rows: dict[str, list[Any]]) -> str:
    if name == "workspace":
        return slug
    if name in WORDS:
        return WORDS[name]
    table = _table(name, before)
    return str(rows[table][0]) if table in rows else str(uuid4())


def _table(name: str, before: str) -> str:
    for kind in record_types():
        if before == kind.plural:
            return kind.table
    names = {table.name for table in tables()}
    single = name.removesuffix("_id")
    return next((n for n in (NAMED.get(name), single, NAMED.get(before)) if n in names), "")


async def settle(planter: Planter) -> dict[str, list[Any]]:
    """Something in every table of the workspace, to be visited."""
    return await planter.everything()
