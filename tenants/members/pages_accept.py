"""The page behind an invitation: who invites, and the little that it asks."""

from collections.abc import Awaitable, Callable
from typing import Any

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

_ACCEPT = "tenants/members/templates/accept.html"
_SPENT = "tenants/people/templates/link_spent.html"

# Comes in by a name, a password, a code and a device: the session's token, and where it leads.
Accepting = Callable[..., Awaitable[tuple[str, str]]]


@get("/invitations/{token:str}", needs=PUBLIC, include_in_schema=False)
async def invitation_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    return await invited(offered(ctx.uow, token), f"/invitations/{token}")


@post("/invitations/{token:str}", needs=PUBLIC, include_in_schema=False)
async def accept_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    async def accepting(**said: str) -> tuple[str, str]:
        session, workspace_id = await accept(ctx.uow, token, terms_version=TERMS_VERSION, **said)
        slug = await ctx.uow.fetchval("SELECT slug FROM workspace WHERE id = $1", workspace_id)
        return session, f"/{slug}"

    return await joined(ctx, token, f"/invitations/{token}", accepting)


async def invited(offering: Awaitable[Any], path: str) -> Response[str]:
    """What an invitation asks, or that its link is spent."""
    try:
        offer = await offering
    except InvitationSpent as error:
        return page(_SPENT, status_code=error.status, error=error)
    return _asking(path, offer["workspace"], {"email": offer["email"]})


async def joined(ctx: Ctx, token: str, path: str, accepting: Accepting) -> Response[str]:
    """Signed in where it leads; what was refused is asked again."""
    form = await form_of(ctx, "email", "workspace", "name", "password", "code")
    visitor = visitor_of(ctx)
    said = {name: form[name] for name in ("name", "password", "code")}
    try:
        await count_acceptance(ctx.database, token, visitor)
        session, to = await accepting(device=visitor.device, **said)
    except InvitationSpent as error:
        return page(_SPENT, status_code=error.status, error=error)
    except Refused as error:
        return _asking(path, form["workspace"], {**form, "password": ""}, error)
    return let_in(redirect(to), session)


def _asking(
    path: str, workspace: str, form: dict[str, str], error: Refused | None = None
) -> Response[str]:
    return page(
        _ACCEPT,
        status_code=error.status if error else 200,
        path=path,
        workspace=workspace,
        form=form,
        error=error,
    )


ROUTES = [invitation_page, accept_by_form]
