"""The form as strangers see it."""

from typing import Any, Final

from litestar.params import FromPath
from litestar.response import Response

from crm.records.pages.forms import sent
from crm.sales.forms.address import policy
from crm.sales.forms.sending import TRAP, UTM, Opened, opened, send, ticket
from kernel.errors import Conflict, Invalid
from kernel.http import PUBLIC, Ctx, get, post
from kernel.limits import hit
from tenants.access.client import patience_with
from web.render import html, page

TEMPLATES: Final = "crm/sales/forms/templates"
_AT: Final = "/f/{public_id:str}"
A_DAY: Final = 86_400


@get(_AT, needs=PUBLIC, include_in_schema=False)
async def form_page(ctx: Ctx, public_id: FromPath[str]) -> Response[str]:
    """Empty; a campaign in the address is remembered."""
    place = await opened(ctx.uow, public_id)
    asked = ctx.request.query_params
    typed = {name: asked.get(name, "")[:200] for name in UTM}
    return _shown(place, ticket(place.form.id), typed)


# It may stand on somebody else's site, where browsers send no cookie of ours: the ticket is sealed.
@post(_AT, needs=PUBLIC, csrf=False, include_in_schema=False)
async def send_form(ctx: Ctx, public_id: FromPath[str]) -> Response[str]:
    """Take it in and say thanks; what was refused is shown as it was typed."""
    patience = patience_with(ctx.client, ctx.settings)
    await hit(ctx.database, f"form:{ctx.client}", limit=20 * patience, seconds=600)
    await hit(ctx.database, f"form:{public_id[:64]}", limit=5000, seconds=A_DAY)
    place = await opened(ctx.uow, public_id)
    data = await sent(ctx.request)
    try:
        await send(ctx.uow, place, data)
    except (Invalid, Conflict) as error:
        place.fields.refuse(error)
        typed = {name: data.get(name)[:200] for name in UTM}
        consent = error.fields.get("consent", "")
        return _shown(place, data.get("ticket"), typed, status=422, consent=consent)
    if place.form.redirect_url:
        return html("", 303, {"Location": place.form.redirect_url} | _headers(place))
    return page(
        f"{TEMPLATES}/thanks.html", status_code=200, headers=_headers(place), form=place.form
    )


def _shown(
    place: Opened, sealed: str, typed: dict[str, str], *, status: int = 200, consent: str = ""
) -> Response[str]:
    context: dict[str, Any] = {
        "about": place.form,
        "workspace": place.keeper.workspace,
        "kind": place.fields.kind,
        "form": place.fields,
        "required": place.required,
        "ticket": sealed,
        "trap": TRAP,
        "utm": typed,
        "consent_error": consent,
    }
    return page(f"{TEMPLATES}/form.html", status_code=status, headers=_headers(place), **context)


def _headers(place: Opened) -> dict[str, str]:
    return {"Content-Security-Policy": policy(place.form.sites)}


ROUTES = [form_page, send_form]
