"""One's own pages: who one is, which address, and leaving for good."""

from zoneinfo import available_timezones

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import Refused
from kernel.http import MEMBER, PERSON, Ctx, get, post
from kernel.i18n import LANGUAGES, _
from tenants.people import account, closing, verification
from tenants.people.doors import form_of, let_out
from tenants.people.me import demand_proof, me_of, places_of
from tenants.workspace.answers import here, settled, why
from web.render import page, redirect
from web.toasts import Toast

AT = "/{workspace:str}/settings/profile"
CLOSE = "tenants/people/templates/close.html"
YEAR = 365 * 24 * 3600


@get(AT, needs=MEMBER, include_in_schema=False)
async def profile_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    return page(
        "tenants/people/templates/profile.html",
        person=await account.person_of(ctx.uow, me_of(ctx).person_id),
        languages_known=list(LANGUAGES.items()),
        zones=[(zone, zone) for zone in sorted(available_timezones())],
        themes=[("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )


@post(AT, needs=MEMBER, include_in_schema=False)
async def profile_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "name", "language", "time_zone", "theme")
    work = account.change_profile(ctx.uow, me_of(ctx).person_id, **form)
    answer = await settled(ctx, work, here(ctx, "settings/profile"), _("Profile saved."))
    if form["theme"] in account.THEMES:
        # Not HttpOnly: the page's own switch between light and dark writes it too.
        seconds = YEAR if form["theme"] else 0
        answer.set_cookie(
            "theme", form["theme"], max_age=seconds, secure=True, samesite="lax", path="/"
        )
    return answer


@post(f"{AT}/address", needs=MEMBER, include_in_schema=False)
async def address_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "email", "password")

    async def work() -> None:
        await demand_proof(ctx, form["password"])
        await account.ask_for_address(ctx.uow, me_of(ctx).person_id, form["email"])

    said = _("We wrote to the new address. Nothing changes until it is confirmed.")
    return await settled(ctx, work(), here(ctx, "settings/profile"), said)


@post(f"{AT}/verification", needs=MEMBER, include_in_schema=False)
async def verification_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    work = verification.ask_again(ctx.uow, me_of(ctx).person_id)
    return await settled(ctx, work, here(ctx, "settings/profile"), _("A letter is on its way."))


@get("/me/closure", needs=PERSON, sync_to_thread=False, include_in_schema=False)
def closing_page(ctx: Ctx) -> Response[str]:
    return page(CLOSE, error="", places=_names(ctx))


@post("/me/closure", needs=PERSON, include_in_schema=False)
async def close_by_form(ctx: Ctx) -> Response[str]:
    form = await form_of(ctx, "password")
    try:
        await demand_proof(ctx, form["password"])
        await closing.close(ctx.uow, me_of(ctx).person_id, places_of(ctx))
    except Refused as error:
        return page(CLOSE, status_code=error.status, error=why(error), places=_names(ctx))
    return let_out(redirect("/", toast=Toast(_("Your account is closed."))))


def _names(ctx: Ctx) -> list[str]:
    return [row["workspace"] for row in places_of(ctx) if row["workspace"]]


ROUTES = [
    profile_page,
    profile_by_form,
    address_by_form,
    verification_by_form,
    closing_page,
    close_by_form,
]
