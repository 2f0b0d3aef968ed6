"""The door for what networks send: believed first, then kept, then accepted."""

from typing import Any

from litestar import Request
from litestar.params import FromPath

from bots.gateway import inbox
from bots.gateway.channel import ADAPTERS, Knock
from bots.gateway.flood import Flood
from kernel.errors import NotFound
from kernel.http import PUBLIC, Ctx, post

LARGEST = 4 * 1024 * 1024


@post(
    "/hooks/{channel:str}/{bot_path:str}",
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
    adapter = ADAPTERS.get(channel)
    if adapter is None:
        raise NotFound
    await ctx.uow.begin_outside()
    knock = Knock(
        path=bot_path,
        headers=request.headers,
        query={name: values[0] for name, values in request.query_params.dict().items()},
        body=request.body,
    )
    door = await adapter.verify(ctx.uow, knock)
    if door.raw is not None:
        flood = Flood(ctx.app_state.allowance, ctx.settings)
        await inbox.receive(ctx.uow, adapter, door.bot_id, door.raw, flood)
    return door.answer


ROUTES = [hook]
