"""Signing up, in and out, and choosing a workspace."""

from typing import Any

from litestar.response import Response

from kernel.addresses import canonical_or_none
from kernel.errors import Refused
from kernel.http import PERSON, PUBLIC, Ctx, get, post
from kernel.i18n import _, current_language
from tenants.access.lookup import memberships
from tenants.people.api import visitor_of
from tenants.people.doors import form_of, let_in, let_out, own_path
from tenants.people.portals import portals_of
from tenants.people.second_factor import SecondFactorNeeded
from tenants.people.sessions import end
from tenants.people.signin import proof_of, sign_in, sign_in_by_code
from tenants.people.signup import count_sign_up, sign_up
from web.pages import TERMS_VERSION
from web.render import page, redirect
from web.toasts import Toast

SIGN_UP = "tenants/people/templates/sign_up.html"
SIGN_IN = "tenants/people/templates/sign_in.html"
CODE = "tenants/people/templates/sign_in_code.html"


@get(["/sign-up", "/signup"], needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def sign_up_page() -> Response[str]:
    return page(SIGN_UP, form={}, error=None)


@post(["/sign-up", "/signup"], needs=PUBLIC, include_in_schema=False)
async def sign_up_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "email", "password", "company", "time_zone", "code")
    try:
        visitor = visitor_of(ctx)
        tries = await count_sign_up(ctx.database, form["email"], visitor)
        done = await sign_up(
            ctx.uow,
            email=form["email"],
            password=form["password"],
            company=form["company"],
            code=form["code"],
            language=current_language(),
            time_zone=form["time_zone"],
            device=visitor.device,
            terms_version=TERMS_VERSION,
            tries=tries,
        )
    except Refused as error:
        return _again(SIGN_UP, error, form)
    return let_in(redirect(f"/{done.slug}"), done.token, done.email)


@get(["/sign-in", "/signin"], needs=PUBLIC, sync_to_thread=False, include_in_schema=False)
def sign_in_page(ctx: Ctx) -> Response[str]:
    wish = own_path(ctx.request.query_params.get("next", ""))
    return page(SIGN_IN, form={"next": wish}, error=None)


@post(["/sign-in", "/signin"], needs=PUBLIC, include_in_schema=False)
async def sign_in_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "email", "password", "next", "remember")
    try:
        token = await sign_in(
            ctx.uow,
            ctx.database,
            visitor_of(ctx),
            email=form["email"],
            password=form["password"],
            remember=bool(form["remember"]),
        )
    except SecondFactorNeeded as needed:
        proof = proof_of(needed.person_id) if needed.person_id else ""
        kept = {"proof": proof, "next": form["next"], "remember": form["remember"]}
        return page(CODE, form=kept, error=None)
    except Refused as error:
        return _again(SIGN_IN, error, form)
    return await _welcome(ctx, token, form["email"], form["next"])


@post("/sign-in/code", needs=PUBLIC, include_in_schema=False)
async def sign_in_code_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "proof", "code", "next", "remember")
    try:
        token, email = await sign_in_by_code(
            ctx.uow,
            ctx.database,
            proof=form["proof"],
            code=form["code"],
            device=visitor_of(ctx).device,
            remember=bool(form["remember"]),
        )
    except SecondFactorNeeded as error:
        return _again(CODE, error, form)
    except Refused as error:
        return _again(SIGN_IN, error, {"next": form["next"]})
    return await _welcome(ctx, token, email, form["next"])


@post(["/sign-out", "/signout"], needs=PERSON, include_in_schema=False)
async def sign_out_by_form(ctx: Ctx) -> Response[str]:
    mine = ctx.request.scope["state"]["memberships"][0]
    await end(ctx.uow, mine["person_id"], mine["session_id"])
    return let_out(redirect("/sign-in", toast=Toast(_("You are signed out."))))


@get("/workspaces", needs=PERSON, include_in_schema=False)
async def workspaces_page(ctx: Ctx) -> Response[str]:
    """Where the person is a member, and whose portal they may look into."""
    rows = ctx.request.scope["state"]["memberships"]
    return page(
        "tenants/people/templates/workspaces.html",
        places=[row for row in rows if row["slug"]],
        portals=await portals_of(ctx.uow, rows[0]["person_id"]),
    )


async def _welcome(ctx: Ctx, token: str, email: str, wish: str) -> Response[str]:
    """On to where the person wanted to go, or to their workspace."""
    rows = await memberships(ctx.uow, token)
    places = [f"/{row['slug']}" for row in rows if row["slug"]]
    portals = await portals_of(ctx.uow, rows[0]["person_id"])
    places += [f"/{portal.slug}/portal" for portal in portals]
    only = places[0] if len(places) == 1 else "/workspaces"
    return let_in(redirect(own_path(wish) or only), token, canonical_or_none(email) or "")


def _again(template: str, error: Refused, form: dict[str, Any]) -> Response[str]:
    kept = {name: value for name, value in form.items() if name != "password"}
    return page(template, status_code=error.status, headers=error.headers, form=kept, error=error)


ROUTES = [
    sign_up_page,
    sign_up_by_form,
    sign_in_page,
    sign_in_by_form,
    sign_in_code_by_form,
    sign_out_by_form,
    workspaces_page,
]
