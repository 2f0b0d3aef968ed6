"""The door for what networks send: believed first, then kept, then accepted."""

from typing import Any

from litestar import MediaType, Request, Response
from litestar.params import FromPath

from bots.gateway import inbox
from bots.gateway.channel import ADAPTERS, Knock
from bots.gateway.flood import Flood
from kernel.errors import Forbidden, NotFound, Unauthenticated
from kernel.http import PUBLIC, Ctx, get, post

LARGEST = 4 * 1024 * 1024


PATH = "/hooks/{channel:str}/{bot_path:str}"


@get(PATH, needs=PUBLIC, include_in_schema=False)
async def question(
    ctx: Ctx, channel: FromPath[str], bot_path: FromPath[str], request: Request[Any, Any, Any]
) -> Any:
    """A network asks whether this address is ours, before it sends anything there."""
    try:
        return await _open(ctx, channel, bot_path, request)
    except Unauthenticated:
        # Else it would be sent on to where people sign in.
        raise Forbidden from None


@post(
    PATH,
    needs=PUBLIC,
    csrf=False,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LARGEST,
)
async def hook(
    ctx: Ctx, channel: FromPath[str], bot_path: FromPath[str], request: Request[Any, Any, Any]
) -> Any:
    """Whatever it is, it is kept and accepted: networks repeat what is refused for days."""
    return await _open(ctx, channel, bot_path, request)


async def _open(ctx: Ctx, channel: str, bot_path: str, request: Request[Any, Any, Any]) -> Any:
    adapter = ADAPTERS.get(channel)
    if adapter is None:
        raise NotFound
    await ctx.uow.begin_outside()
    knock = Knock(
        method="GET" if request.method == "GET" else "POST",
        path=bot_path,
        headers=request.headers,
        query={name: values[0] for name, values in request.query_params.dict().items()},
        body=request.body,
    )
    door = await adapter.verify(ctx.uow, knock)
    flood = Flood(ctx.app_state.allowance, ctx.settings)
    for raw in door.brought:
        await inbox.receive(ctx.uow, adapter, door.bot_id, raw, flood)
    if isinstance(door.answer, str):
        return Response(door.answer, media_type=MediaType.TEXT)
    return door.answer


ROUTES = [question, hook]
