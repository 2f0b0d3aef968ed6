"""Settings, Bot: the workspace's own bot, by the token that BotFather gave."""

import re
from typing import Final

from litestar import Response
from litestar.params import FromPath

from bots.gateway import accounts
from bots.telegram.account import CHANNEL, telegram
from bots.telegram.announcing import Unreached, announced
from crm.records.pages.forms import sent
from kernel.errors import Conflict, Invalid, Unavailable
from kernel.http import Ctx, post
from kernel.i18n import _
from kernel.rooms import take
from web.render import redirect
from web.toasts import Toast

PAGE: Final = "/{workspace:str}/settings/bot/own"
KEEPS: Final = "settings:workspace"
TOKEN: Final = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{10,100}")


@post(PAGE, needs=KEEPS, status_code=200, include_in_schema=False)
async def take_own(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Telegram vouches for the token; it is sealed, and nobody is shown it again."""
    entitled = ctx.principal.entitled
    entitled.demand_feature("own_bot")
    token = (await sent(ctx.request)).get("token").strip()
    if not TOKEN.fullmatch(token):
        raise Invalid(_("This is no bot token. BotFather in Telegram gives one."))
    account = telegram.with_token(token)
    if telegram.account is not None and account.number == telegram.account.number:
        raise Conflict(_("This bot serves another workspace already."))
    username = await telegram.name_of(account)
    if username is None:
        raise Invalid(_("Telegram does not know this token."))
    secrets, tenant_id = {"token": token}, ctx.principal.tenant_id
    names = (account.number, username)
    await accounts.keep(ctx.uow, CHANNEL, tenant_id, names, secrets)
    take(ctx.uow, entitled, "bots", 0)
    own = await telegram.of_workspace(ctx.uow, tenant_id)
    if own is not None and ctx.settings.telegram_mode == "webhook":
        try:
            await announced(ctx.settings, own)
        except Unreached as error:
            raise Unavailable from error
    said = _("@%(bot)s is your workspace's bot now.", bot=username)
    return redirect(f"/{workspace}/settings/bot", toast=Toast(said))


@post(f"{PAGE}/customers", needs=KEEPS, status_code=200, include_in_schema=False)
async def answer_customers(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Whether strangers who write to it are customers, or are turned away."""
    wanted = (await sent(ctx.request)).get("wanted") == "1"
    tenant_id = ctx.principal.tenant_id
    await accounts.answer_customers(ctx.uow, CHANNEL, tenant_id, wanted=wanted)
    return redirect(f"/{workspace}/settings/bot", toast=Toast(_("Kept.")))


@post(f"{PAGE}/removal", needs=KEEPS, status_code=200, include_in_schema=False)
async def drop_own(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """The token is forgotten, and so are the chats that were linked to that bot."""
    await accounts.drop(ctx.uow, CHANNEL, ctx.principal.tenant_id)
    return redirect(f"/{workspace}/settings/bot", toast=Toast(_("Your own bot is let go.")))


ROUTES = [take_own, answer_customers, drop_own]
