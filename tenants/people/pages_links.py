"""Pages behind the links in our letters: nothing happens by opening them, only by the button."""

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import Refused
from kernel.http import PUBLIC, Ctx, get, post
from kernel.i18n import _
from tenants.access.lookup import memberships
from tenants.access.pipeline import SESSION_COOKIE
from tenants.people import account, reset, tokens, verification
from tenants.people.api import visitor_of
from tenants.people.doors import form_of, let_in, let_out
from tenants.people.sessions import open_session
from web.cookies import read_cookie
from web.render import page, redirect
from web.toasts import Toast

CONFIRM = "tenants/people/templates/confirm_link.html"
FORGOT = "tenants/people/templates/forgot.html"
RESET = "tenants/people/templates/reset.html"
SPENT = "tenants/people/templates/link_spent.html"


@get("/verify/{token:str}", needs=PUBLIC, include_in_schema=False)
async def verify_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    return await _asking(ctx, token, tokens.VERIFY, _("Confirm your address"))


@post("/verify/{token:str}", needs=PUBLIC, include_in_schema=False)
async def verify_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    """The browser that the person is signed in with stays so, by a new session."""
    await ctx.uow.begin_outside()
    cookie = read_cookie(ctx.request.scope, SESSION_COOKIE)
    here = await memberships(ctx.uow, cookie) if cookie else []
    try:
        person_id = await verification.verify(ctx.uow, token)
    except tokens.LinkSpent as error:
        return _spent(error)
    toast = Toast(_("Your address is confirmed."))
    if here and here[0]["person_id"] == person_id:
        fresh = await open_session(ctx.uow, person_id, device=visitor_of(ctx).device)
        return let_in(redirect("/workspaces", toast=toast), fresh)
    return redirect("/sign-in", toast=toast)


@get("/new-address/{token:str}", needs=PUBLIC, include_in_schema=False)
async def new_address_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    return await _asking(ctx, token, tokens.CHANGE, _("Use this address from now on"))


@post("/new-address/{token:str}", needs=PUBLIC, include_in_schema=False)
async def new_address_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    await ctx.uow.begin_outside()
    try:
        await account.take_address(ctx.uow, token)
    except tokens.LinkSpent as error:
        return _spent(error)
    return let_out(redirect("/sign-in", toast=Toast(_("Sign in with your new address."))))


@get("/reset", needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def forgot_page() -> Response[str]:
    return page(FORGOT, sent=False, error=None)


@post("/reset", needs=PUBLIC, include_in_schema=False)
async def forgot_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "email")
    try:
        await reset.ask(ctx.uow, ctx.database, form["email"], visitor_of(ctx))
    except Refused as error:
        return page(
            FORGOT, status_code=error.status, headers=error.headers, sent=False, error=error
        )
    return page(FORGOT, sent=True, error=None)


@get("/reset/{token:str}", needs=PUBLIC, include_in_schema=False)
async def reset_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    await ctx.uow.begin_outside()
    if not await tokens.is_live(ctx.uow, token, tokens.RESET):
        return _spent(tokens.LinkSpent())
    return page(RESET, path=f"/reset/{token}", error=None)


@post("/reset/{token:str}", needs=PUBLIC, include_in_schema=False)
async def reset_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password")
    await ctx.uow.begin_outside()
    try:
        await reset.reset(ctx.uow, token, form["password"])
    except tokens.LinkSpent as error:
        return _spent(error)
    except Refused as error:
        return page(RESET, status_code=error.status, path=f"/reset/{token}", error=error)
    done = Toast(_("Your password is changed. Sign in with it."))
    return let_out(redirect("/sign-in", toast=done))


async def _asking(ctx: Ctx, token: str, purpose: str, title: str) -> Response[str]:
    await ctx.uow.begin_outside()
    if not await tokens.is_live(ctx.uow, token, purpose):
        return _spent(tokens.LinkSpent())
    return page(CONFIRM, title=title, path=ctx.request.scope["path"])


def _spent(error: Refused) -> Response[str]:
    return page(SPENT, status_code=error.status, error=error)


ROUTES = [
    verify_page,
    verify_by_form,
    new_address_page,
    new_address_by_form,
    forgot_page,
    forgot_by_form,
    reset_page,
    reset_by_form,
]
