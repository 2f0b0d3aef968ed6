"""Settings, Bot: link your own chat by a deep link or its QR code, or let it go."""

from io import BytesIO
from typing import Any

import segno
from litestar import Response
from litestar.params import FromPath
from markupsafe import Markup

from bots.gateway import binding
from bots.gateway.awake import rests_for
from bots.gateway.channel import Owner, Place
from bots.telegram.account import CHANNEL, Account, telegram
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from tenants.access.lookup import memberships
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

PAGE = "/{workspace:str}/settings/bot"
TEMPLATE = "bots/telegram/templates/bot.html"

navigation.add(
    "settings",
    Entry(key="bot", label=lazy("Bot"), icon="message-square", path="settings/bot", order=45),
)


@get(PAGE, needs=MEMBER, include_in_schema=False)
async def bot_settings(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Whether a chat of mine is linked, and how to link one."""
    return page(TEMPLATE, **await _state(ctx), link="", code="")


@post(PAGE, needs=MEMBER, status_code=200, include_in_schema=False)
async def make_link(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """A link that works once, for fifteen minutes."""
    account = await _account(ctx)
    username = await telegram.username(account) if account is not None else None
    if account is None or username is None:
        said = _("Telegram cannot be reached now. Please try again in a moment.")
        return redirect(f"/{workspace}/settings/bot", toast=Toast(said, "warning"))
    me = ctx.principal
    # A workspace's own bot never speaks of another one.
    everywhere = [me.tenant_id] if account.workspace_id else await _everywhere(ctx)
    token = await binding.issue(ctx.uow, me.person_id, me.tenant_id, everywhere)
    link = f"https://t.me/{username}?start={token}"
    return page(TEMPLATE, **await _state(ctx), link=link, code=qr(link))


@post(f"{PAGE}/release", needs=MEMBER, status_code=200, include_in_schema=False)
async def release(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Unlink my chats."""
    account = await _account(ctx)
    if account is not None:
        await binding.release(ctx.uow, CHANNEL, account.number, ctx.principal.person_id)
    return redirect(f"/{workspace}/settings/bot", toast=Toast(_("Your chat is unlinked.")))


async def _account(ctx: Ctx) -> Account | None:
    """The bot that members of this workspace speak to: its own, else the deployment's."""
    return await telegram.of_workspace(ctx.uow, ctx.principal.tenant_id) or telegram.account


async def _state(ctx: Ctx) -> dict[str, Any]:
    account = await _account(ctx)
    if account is None:
        return {"configured": False, "chats": [], "own": None, "rests": None}
    person_id = ctx.principal.person_id
    found = await binding.of_person(ctx.uow, CHANNEL, person_id)
    chats = [chat for chat in found if chat.bot_id == account.number]
    own = account if account.workspace_id is not None else None
    if chats and own is None:
        await binding.joined(ctx.uow, CHANNEL, account.number, person_id, await _everywhere(ctx))
    place, owner = Place(CHANNEL, account.number, ""), Owner(account.workspace_id)
    rests = await rests_for(ctx.uow, place, owner)
    return {"configured": True, "chats": chats, "own": own, "rests": rests}


async def _everywhere(ctx: Ctx) -> list[Any]:
    rows = await memberships(ctx.uow, ctx.request.scope["state"]["token"])
    found = [row["tenant_id"] for row in rows if row["tenant_id"] is not None]
    return found or [ctx.principal.tenant_id]


def qr(text: str) -> Markup:
    """A QR code as SVG, black on white in any theme, for phones that point at the screen."""
    image = BytesIO()
    segno.make(text, error="m").save(
        image, kind="svg", scale=5, border=3, light="#fff", xmldecl=False, svgns=True, nl=False
    )
    return Markup(image.getvalue().decode())  # noqa: S704 -- made of squares, by ourselves


ROUTES = [bot_settings, make_link, release]
