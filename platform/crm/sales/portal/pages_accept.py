"""The page behind an invitation to the portal."""

from litestar.params import FromPath
from litestar.response import Response

from crm.sales.portal.accepting import accept, offered
from kernel.http import PUBLIC, Ctx, get, post
from tenants.members.pages_accept import invited, joined

_PLACE = "/partner-invitations"
_AT = f"{_PLACE}/{{token:str}}"


@get(_AT, needs=PUBLIC, include_in_schema=False)
async def invitation_page(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    return await invited(offered(ctx.uow, token), f"{_PLACE}/{token}")


@post(_AT, needs=PUBLIC, include_in_schema=False)
async def accept_by_form(ctx: Ctx, token: FromPath[str]) -> Response[str]:
    async def accepting(**said: str) -> tuple[str, str]:
        session, slug = await accept(ctx.uow, token, **said)
        return session, f"/{slug}/portal"

    return await joined(ctx, token, f"{_PLACE}/{token}", accepting)


ROUTES = [invitation_page, accept_by_form]
