"""One's own pages: the password, the second factor, and where one is signed in."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import NotFound, Refused
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _
from tenants.people import account, authenticator, sessions
from tenants.people.api import device_of
from tenants.people.devices import device_name
from tenants.people.doors import form_of, let_in, let_out
from tenants.people.me import demand_proof, me_of
from tenants.workspace.answers import here, settled, why
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/security"
PAGE = "settings/security"
CODES = "tenants/people/templates/recovery_codes.html"


@get(AT, needs=MEMBER, include_in_schema=False)
async def security_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    me = me_of(ctx)
    return page(
        "tenants/people/templates/security.html",
        person=await account.person_of(ctx.uow, me.person_id),
        waiting=await authenticator.waiting(ctx.uow, me.person_id),
        devices=[
            {**row, "name": device_name(row["device"])}
            for row in await sessions.sessions_of(ctx.uow, me.person_id)
        ],
        current=me.session_id,
    )


@post(f"{AT}/password", needs=MEMBER, include_in_schema=False)
async def password_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password", "new_password")
    try:
        await demand_proof(ctx, form["password"])
        token = await account.change_password(
            ctx.uow, me_of(ctx).person_id, form["new_password"], device=device_of(ctx)
        )
    except Refused as error:
        return await _refused(ctx, error)
    said = Toast(_("Password changed. Every other device is signed out."))
    return let_in(redirect(here(ctx, PAGE), toast=said), token)


@post(f"{AT}/second-factor", needs=MEMBER, include_in_schema=False)
async def prepare_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password")

    async def work() -> None:
        await demand_proof(ctx, form["password"])
        await authenticator.prepare(ctx.uow, me_of(ctx).person_id)

    return await settled(ctx, work(), here(ctx, PAGE), _("Scan the picture, then enter the code."))


@post(f"{AT}/second-factor/on", needs=MEMBER, include_in_schema=False)
async def switch_on_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "code")
    try:
        codes, token = await authenticator.switch_on(
            ctx.uow, me_of(ctx).person_id, form["code"], device=device_of(ctx)
        )
    except Refused as error:
        return await _refused(ctx, error)
    return let_in(page(CODES, codes=codes), token)


@post(f"{AT}/second-factor/off", needs=MEMBER, include_in_schema=False)
async def switch_off_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password", "code")
    try:
        await demand_proof(ctx, form["password"])
        token = await authenticator.switch_off(
            ctx.uow, me_of(ctx).person_id, form["code"], device=device_of(ctx)
        )
    except Refused as error:
        return await _refused(ctx, error)
    said = Toast(_("Signing in with a code is off."))
    return let_in(redirect(here(ctx, PAGE), toast=said), token)


@post(f"{AT}/recovery-codes", needs=MEMBER, include_in_schema=False)
async def renew_codes_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "password")
    try:
        await demand_proof(ctx, form["password"])
    except Refused as error:
        return await _refused(ctx, error)
    person = await account.person_of(ctx.uow, me_of(ctx).person_id)
    if person["totp_enabled_at"] is None:
        raise NotFound
    return page(CODES, codes=await authenticator.new_recovery_codes(ctx.uow, person["id"]))


@post(f"{AT}/sessions/{{session_id:uuid}}/end", needs=MEMBER, include_in_schema=False)
async def end_by_form(
    ctx: Ctx, workspace: FromPath[str], session_id: FromPath[UUID]
) -> Response[str]:
    if not await sessions.end(ctx.uow, me_of(ctx).person_id, session_id):
        raise NotFound
    return redirect(here(ctx, PAGE), toast=Toast(_("That device is signed out.")))


@post(f"{AT}/sessions/end", needs=MEMBER, include_in_schema=False)
async def end_all_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    await sessions.end_all(ctx.uow, me_of(ctx).person_id)
    return let_out(redirect("/sign-in", toast=Toast(_("You are signed out everywhere."))))


async def _refused(ctx: Ctx, error: Refused) -> Response[str]:
    await ctx.uow.finish(commit=False)
    return redirect(here(ctx, PAGE), toast=Toast(why(error), "error"))


ROUTES = [
    security_page,
    password_by_form,
    prepare_by_form,
    switch_on_by_form,
    switch_off_by_form,
    renew_codes_by_form,
    end_by_form,
    end_all_by_form,
]
