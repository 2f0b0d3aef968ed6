"""The page behind an invitation to the portal."""

from litestar.params import FromPath
from litestar.response import Response

from crm.sales.portal.accepting import accept, offered
from kernel.errors import Refused
from kernel.http import PUBLIC, Ctx, get, post
from tenants.members.joining import count_acceptance
from tenants.members.model import InvitationSpent
from tenants.members.pages_accept import ACCEPT, SPENT
from tenants.people.api import visitor_of
from tenants.people.doors import form_of, let_in
from web.render import page, redirect

_AT = "/partner-invitations/{token:str}"


@get(_AT, needs=PUBLIC, include_in_schema=False)
async def invitation_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    try:
        offer = await offered(ctx.uow, token)
    except InvitationSpent as error:
        return page(SPENT, status_code=error.status, error=error)
    return _asking(token, offer["workspace"], {"email": offer["email"]})


@post(_AT, needs=PUBLIC, include_in_schema=False)
async def accept_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "email", "workspace", "name", "password", "code")
    visitor = visitor_of(ctx)
    said = {name: form[name] for name in ("name", "password", "code")}
    try:
        await count_acceptance(ctx.database, token, visitor)
        session, slug = await accept(ctx.uow, token, device=visitor.device, **said)
    except InvitationSpent as error:
        return page(SPENT, status_code=error.status, error=error)
    except Refused as error:
        return _asking(token, form["workspace"], {**form, "password": ""}, error)
    return let_in(redirect(f"/{slug}/portal"), session)


def _asking(
    token: str, workspace: str, form: dict[str, str], error: Refused | None = None
) -> Response[str]:
    return page(
        ACCEPT,
        status_code=error.status if error else 200,
        path=f"/partner-invitations/{token}",
        workspace=workspace,
        form=form,
        error=error,
    )


ROUTES = [invitation_page, accept_by_form]
