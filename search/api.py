"""Search by HTTP: results with their places, suggestions for somebody still typing."""

from typing import Annotated, Final

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter

from kernel.http import MEMBER, Ctx, get
from search.found import Found, RecordRef
from search.service import MAX_LIMIT, Search

API: Final = "/api/v1/{workspace:str}/search"
JSON: Final = "application/json"

Question = Annotated[str, QueryParameter(max_length=20_000, description="What to look for.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="Results at most.")]


class Suggestions(msgspec.Struct, frozen=True):
    """Records whose words begin as what was typed."""

    items: list[RecordRef]


@get(
    API,
    needs=MEMBER,
    cost=3,
    operation_id="search",
    tags=["Search"],
    responses={200: ResponseSpec(Found, generate_examples=False)},
)
async def search(
    ctx: Ctx,
    workspace: FromPath[str],
    q: Question = "",
    type: Annotated[str | None, QueryParameter(max_length=40)] = None,
    limit: Limit = 10,
) -> Response[bytes]:
    found = await Search(ctx.uow, ctx.principal).query(q, type, limit)
    return Response(msgspec.json.encode(found), media_type=JSON)


@get(
    f"{API}/suggestions",
    needs=MEMBER,
    operation_id="suggestions",
    tags=["Search"],
    responses={200: ResponseSpec(Suggestions, generate_examples=False)},
)
async def suggestions(
    ctx: Ctx, workspace: FromPath[str], q: Question = "", limit: Limit = 8
) -> Response[bytes]:
    items = await Search(ctx.uow, ctx.principal).suggest(q, limit)
    return Response(msgspec.json.encode(Suggestions(items)), media_type=JSON)


ROUTES: Final = (search, suggestions)
