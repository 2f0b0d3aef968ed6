"""The API reference: what there is, and one page for each operation."""

import asyncio
from itertools import groupby
from typing import Annotated, Any, Final

from litestar import Request, Response
from litestar.params import FromPath, FromQuery, Parameter

from app.apidocs.operations import Operation, operations
from kernel.errors import NotFound
from kernel.http import PUBLIC, Ctx, get
from web.render import page

TEMPLATES: Final = "app/apidocs/templates"
_known: dict[int, list[Operation]] = {}

AnyRequest = Request[Any, Any, Any]
Words = Annotated[str, Parameter(max_length=200)]


@get("/api/docs", needs=PUBLIC, include_in_schema=False)
async def reference(request: AnyRequest, ctx: Ctx, q: FromQuery[Words] = "") -> Response[str]:
    """All operations by group, or those whose name has the words."""
    every = await _operations(request, ctx)
    words = q.casefold().split()
    found = [one for one in every if one.matches(words)]
    groups = [(name, list(ones)) for name, ones in groupby(found, key=lambda one: one.group)]
    return page(f"{TEMPLATES}/index.html", request, groups=groups, q=q, url=ctx.settings.url)


@get("/api/docs/{name:str}", needs=PUBLIC, include_in_schema=False)
async def operation(request: AnyRequest, ctx: Ctx, name: FromPath[str]) -> Response[str]:
    """One operation: its parameters, its body, its answers, an example."""
    every = await _operations(request, ctx)
    one = next((one for one in every if one.id == name), None)
    if one is None:
        raise NotFound
    return page(f"{TEMPLATES}/operation.html", request, one=one)


async def _operations(request: AnyRequest, ctx: Ctx) -> list[Operation]:
    """Read once for each application, and beside the loop: it takes a second or two."""
    app, url = request.app, ctx.settings.url

    def read() -> list[Operation]:
        return operations(app.openapi_schema.to_schema(), url)

    if id(app) not in _known:
        _known[id(app)] = await asyncio.to_thread(read)
    return _known[id(app)]


ROUTES: Final = [reference, operation]
