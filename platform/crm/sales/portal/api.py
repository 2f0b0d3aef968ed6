"""The JSON API of who is let into the partners' portal."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.sales.portal.letting_in import PartnerUserView, everybody, invite, show_out
from kernel.http import Ctx, delete, get, post

NEEDS = "settings:people"
_AT = f"{API}/partner-users"
_TAGS = ["Partners' portal"]


class PartnerUsers(msgspec.Struct):
    """Those of all partners who are inside, or invited."""

    items: list[PartnerUserView]


class PartnerInvite(msgspec.Struct, forbid_unknown_fields=True):
    """Of which partner, and to whom the letter goes."""

    company_id: UUID
    email: str


class PartnerInvited(PartnerUserView, kw_only=True):
    """`accept_url` works once, for seven days; it is shown this once and sent by mail."""

    accept_url: str


@get(_AT, needs=NEEDS, operation_id="listPartnerUsers", tags=_TAGS)
async def list_users(ctx: Ctx, workspace: FromPath[str]) -> PartnerUsers:
    return PartnerUsers(await everybody(ctx.uow, ctx.principal))


@post(_AT, needs=NEEDS, operation_id="invitePartnerUser", tags=_TAGS)
async def invite_user(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[PartnerInvite]
) -> PartnerInvited:
    made = await invite(ctx.uow, ctx.principal, data.company_id, data.email)
    said = msgspec.structs.asdict(made)
    return PartnerInvited(accept_url=f"{ctx.settings.url}{said.pop('accept_path')}", **said)


@delete(
    f"{API}/partner-users/{{partner_user_id:uuid}}",
    needs=NEEDS,
    operation_id="revokePartnerUser",
    tags=_TAGS,
)
async def revoke_user(ctx: Ctx, workspace: FromPath[str], partner_user_id: FromPath[UUID]) -> None:
    """They see nothing from their next request on."""
    await show_out(ctx.uow, ctx.principal, partner_user_id)


ROUTES = [list_users, invite_user, revoke_user]
