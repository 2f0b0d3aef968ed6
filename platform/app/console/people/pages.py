"""Operators set up, sign in and sign out."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from app.console.deeds.service import write_down
from app.console.door import OPERATOR_COOKIE, SIGN_IN, me_of, work_of
from app.console.people.service import set_up, setting_up, sign_in, sign_out
from app.console.work import OperatorWork
from kernel.addresses import canonical_or_none
from kernel.errors import Refused
from kernel.http import OPERATOR, PUBLIC, Ctx, get, post
from kernel.i18n import _
from tenants.people.api import visitor_of
from tenants.people.doors import form_of
from tenants.people.signin import count_try
from web.render import page, redirect
from web.toasts import Toast

HOME: Final = "/operator"
ENTER: Final = "app/console/people/templates/sign_in.html"
SET_UP: Final = "app/console/people/templates/set_up.html"
SPENT: Final = "tenants/people/templates/link_spent.html"


@get(SIGN_IN, needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def operator_sign_in_page() -> Response[str]:
    return page(ENTER, form={}, error=None)


@post(SIGN_IN, needs=PUBLIC, include_in_schema=False)
async def operator_sign_in_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "email", "password", "code")
    address = canonical_or_none(form["email"]) or ""
    try:
        tries = await count_try(ctx.database, f"operator {address}", visitor_of(ctx))
        work = await _begun(ctx)
        session = await sign_in(
            work, address=address, password=form["password"], code=form["code"], tries=tries
        )
    except Refused as error:
        kept = {"email": form["email"]}
        return page(ENTER, status_code=error.status, headers=error.headers, form=kept, error=error)
    await write_down(work, session.operator, "signed_in", said={"from": ctx.client})
    return _let_in(redirect(HOME), session.token)


@get("/operator/set-up/{token:str}", needs=PUBLIC, include_in_schema=False)
async def set_up_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    return await _asked(ctx, token, None)


@post("/operator/set-up/{token:str}", needs=PUBLIC, include_in_schema=False)
async def set_up_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password", "code", "time_zone")
    try:
        await count_try(ctx.database, f"set-up {token[:12]}", visitor_of(ctx))
        work = await _begun(ctx)
        zone = form["time_zone"][:60] or "UTC"
        session = await set_up(
            work, token, password=form["password"], code=form["code"], time_zone=zone
        )
    except Refused as error:
        return await _asked(ctx, token, error)
    await write_down(work, session.operator, "set_up", said={"from": ctx.client})
    done = Toast(_("From now on you sign in with your password and a code."))
    return _let_in(redirect(HOME, toast=done), session.token)


@post("/operator/sign-out", needs=OPERATOR, include_in_schema=False)
async def operator_sign_out(ctx: Ctx) -> Response[str]:
    await sign_out(work_of(ctx), me_of(ctx))
    answer = redirect(SIGN_IN, toast=Toast(_("You are signed out.")))
    return _set(answer, "", 0)


async def _begun(ctx: Ctx) -> OperatorWork:
    """The operator's transaction in place of the usual one, for a stranger at the door."""
    work: OperatorWork = await ctx.app_state.overlook.begin()
    ctx.request.scope["state"]["uow"] = work
    return work


async def _asked(ctx: Ctx, token: str, error: Refused | None) -> Response[str]:
    held: Any = ctx.request.scope["state"]["uow"]
    try:
        work = held if isinstance(held, OperatorWork) else await _begun(ctx)
        _id, email, waiting = await setting_up(work, token)
    except Refused as spent:
        return page(SPENT, status_code=spent.status, error=spent)
    return page(
        SET_UP,
        status_code=error.status if error else 200,
        headers=error.headers if error else None,
        path=f"/operator/set-up/{token}",
        email=email,
        waiting=waiting,
        error=error,
    )


def _let_in(answer: Response[str], token: str) -> Response[str]:
    return _set(answer, token, 10 * 3600)


def _set(answer: Response[str], token: str, seconds: int) -> Response[str]:
    answer.set_cookie(
        OPERATOR_COOKIE,
        token,
        max_age=seconds,
        secure=True,
        httponly=True,
        samesite="strict",
        path="/",
    )
    return answer


ROUTES = [
    operator_sign_in_page,
    operator_sign_in_by_form,
    set_up_page,
    set_up_by_form,
    operator_sign_out,
]
