"""The page behind an invitation: who invites, and the little that it asks."""

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import Refused
from kernel.http import PUBLIC, Ctx, get, post
from tenants.members.joining import accept, count_acceptance, offered
from tenants.members.model import InvitationSpent
from tenants.people.api import visitor_of
from tenants.people.doors import form_of, let_in
from web.pages import TERMS_VERSION
from web.render import page, redirect

ACCEPT = "tenants/members/templates/accept.html"
SPENT = "tenants/people/templates/link_spent.html"


@get("/invitations/{token:str}", needs=PUBLIC, include_in_schema=False)
async def invitation_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    try:
        offer = await offered(ctx.uow, token)
    except InvitationSpent as error:
        return page(SPENT, status_code=error.status, error=error)
    return _asking(token, offer["workspace"], {"email": offer["email"]})


@post("/invitations/{token:str}", needs=PUBLIC, include_in_schema=False)
async def accept_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "email", "workspace", "name", "password", "code")
    visitor = visitor_of(ctx)
    try:
        await count_acceptance(ctx.database, token, visitor)
        session, workspace_id = await accept(
            ctx.uow,
            token,
            name=form["name"],
            password=form["password"],
            code=form["code"],
            device=visitor.device,
            terms_version=TERMS_VERSION,
        )
    except InvitationSpent as error:
        return page(SPENT, status_code=error.status, error=error)
    except Refused as error:
        return _asking(token, form["workspace"], {**form, "password": ""}, error)
    slug = await ctx.uow.fetchval("SELECT slug FROM workspace WHERE id = $1", workspace_id)
    return let_in(redirect(f"/{slug}"), session)


def _asking(
    token: str, workspace: str, form: dict[str, str], error: Refused | None = None
) -> Response[str]:
    return page(
        ACCEPT,
        status_code=error.status if error else 200,
        path=f"/invitations/{token}",
        workspace=workspace,
        form=form,
        error=error,
    )


ROUTES = [invitation_page, accept_by_form]
