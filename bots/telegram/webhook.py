"""The door for Telegram's updates: the secret first, then the body, then 200."""

import hmac
from typing import Any

from litestar import Request
from litestar.params import FromPath

from bots.telegram import inbox
from bots.telegram.account import telegram
from bots.telegram.flood import Flood
from kernel.errors import NotFound, Unauthenticated
from kernel.http import PUBLIC, Ctx, post

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 -- a header's name
LARGEST = 4 * 1024 * 1024


@post(
    "/hooks/telegram/{bot_path:str}",
    needs=PUBLIC,
    csrf=False,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LARGEST,
)
async def telegram_hook(
    ctx: Ctx, bot_path: FromPath[str], request: Request[Any, Any, Any]
) -> dict[str, bool]:
    """Whatever it is, it is kept and accepted: Telegram repeats what is refused for days."""
    account = telegram.account
    if account is None or not _same(bot_path, account.path):
        raise NotFound
    if not _same(request.headers.get(SECRET_HEADER, ""), account.secret):
        raise Unauthenticated
    await ctx.uow.begin_outside()
    flood = Flood(ctx.app_state.allowance, ctx.settings)
    await inbox.receive(ctx.uow, account.number, await request.body(), flood)
    return {"ok": True}


def _same(told: str, known: str) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


ROUTES = [telegram_hook]
