"""Search by HTTP: results with their places, suggestions for somebody still typing."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from kernel.http import MEMBER, Ctx, get, post, put
from search.asking.later import Said, ask_or_keep
from search.found import Found, Suggested
from search.judging.service import Judging, judge
from search.service import MAX_LIMIT, Search
from search.wanted import Wanted

API: Final = "/api/v1/{workspace:str}/search"
JSON: Final = "application/json"

Question = Annotated[str, QueryParameter(max_length=20_000, description="What to look for.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT, description="Results at most.")]


class Asking(msgspec.Struct, forbid_unknown_fields=True):
    """A question in one's own words."""

    question: Annotated[str, Meta(min_length=1, max_length=1_000)]


@get(
    API,
    needs=MEMBER,
    cost=3,
    operation_id="search",
    tags=["Search"],
    responses={200: ResponseSpec(Found, generate_examples=False)},
)
async def search(  # noqa: PLR0913, PLR0917 -- each is a parameter of the address
    ctx: Ctx,
    workspace: FromPath[str],
    q: Question = "",
    type: Annotated[str | None, QueryParameter(max_length=40)] = None,
    by: Annotated[UUID | None, QueryParameter(description="Whose: a member.")] = None,
    about: Annotated[UUID | None, QueryParameter(description="Linked with this record.")] = None,
    tag: Annotated[UUID | None, QueryParameter(description="With this tag.")] = None,
    since: Annotated[
        date | None, QueryParameter(description="Written on this day or later.")
    ] = None,
    until: Annotated[
        date | None, QueryParameter(description="Written on this day or before.")
    ] = None,
    limit: Limit = 10,
) -> Response[bytes]:
    """Records about the words, best first, and the sentences that answer them, if any do."""
    wanted = Wanted(type=type, by=by, about=about, tag=tag, since=since, until=until)
    found = await Search(ctx.uow, ctx.principal).query(q, wanted, limit)
    return Response(msgspec.json.encode(found), media_type=JSON)


@get(
    f"{API}/suggestions",
    needs=MEMBER,
    operation_id="suggestions",
    tags=["Search"],
    responses={200: ResponseSpec(Suggested, generate_examples=False)},
)
async def suggestions(
    ctx: Ctx, workspace: FromPath[str], q: Question = "", limit: Limit = 8
) -> Response[bytes]:
    found = await Search(ctx.uow, ctx.principal).suggest(q, limit)
    return Response(msgspec.json.encode(found), media_type=JSON)


@post(
    f"{API}/answers",
    needs=MEMBER,
    cost=3,
    operation_id="ask",
    tags=["Search"],
    status_code=200,
    responses={200: ResponseSpec(Said, generate_examples=False)},
)
async def ask(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Asking]) -> Response[bytes]:
    """Sentences that were written down; a question without any is kept for those who may know."""
    said = await ask_or_keep(ctx.uow, ctx.principal, data.question)
    return Response(msgspec.json.encode(said), media_type=JSON)


@put(
    f"{API}/judgements",
    needs=MEMBER,
    operation_id="judgeSearch",
    tags=["Search"],
    status_code=204,
)
async def judge_search(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Judging]) -> None:
    """Say whether a record is what was looked for; said again, the last word counts."""
    await judge(ctx.uow, ctx.principal, data)


ROUTES: Final = (search, suggestions, ask, judge_search)
