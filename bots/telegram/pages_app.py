"""The Mini App in Telegram: the phone pages, once what Telegram signed is checked."""

from typing import Final

from litestar.params import FromPath, FromQuery
from litestar.response import Response

from bots.telegram.mini_app import person_by
from kernel.http import PUBLIC, Ctx, get, post
from kernel.limits import hit
from tenants.access.client import patience_with
from tenants.people.doors import form_of, let_in, own_path
from tenants.people.sessions import open_session
from web.headers import CONTENT_SECURITY_POLICY
from web.render import page, redirect

AT: Final = "/telegram/{number:str}"
TEMPLATE: Final = "bots/telegram/templates/app.html"
DEVICE: Final = "Telegram"
# Telegram Web shows it in a frame; from there it opens a window of its own, for a session's cookie
# is kept from frames. Nothing but this page stands in one.
IN_TELEGRAM: Final = CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors https://web.telegram.org"
)


@get(AT, needs=PUBLIC, include_in_schema=False)
async def mini_app(ctx: Ctx, number: FromPath[str], to: FromQuery[str] = "") -> Response[str]:
    """Nobody yet: the page hands over what Telegram gave it, by a form of ours."""
    headers = {"Content-Security-Policy": IN_TELEGRAM}
    return page(TEMPLATE, headers=headers, to=own_path(to), signed="")


@post(AT, needs=PUBLIC, include_in_schema=False)
async def enter(ctx: Ctx, number: FromPath[str]) -> Response[str]:
    """A session as by any sign-in, and on to the page that was asked for."""
    patience = patience_with(ctx.client, ctx.settings)
    await hit(ctx.database, f"telegram-app:{ctx.client}", limit=30 * patience, seconds=600)
    form = await form_of(ctx, "signed", "to")
    await ctx.uow.begin_outside()
    person_id, _workspace = await person_by(ctx.uow, number, form["signed"])
    token = await open_session(ctx.uow, person_id, device=DEVICE)
    return let_in(redirect(own_path(form["to"]) or "/"), token)


ROUTES = [mini_app, enter]
