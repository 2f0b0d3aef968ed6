"""The JSON API of who is let into the partners' portal."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.sales.portal.letting_in import PartnerUserView, invite, let_in, show_out
from kernel.http import Ctx, delete, get, post

NEEDS = "settings:people"
_AT = f"{API}/companies/{{record_id:uuid}}/partner-users"
_TAGS = ["Partners' portal"]


class PartnerUsers(msgspec.Struct):
    """Those of one partner who are inside, or invited."""

    items: list[PartnerUserView]


class PartnerInvite(msgspec.Struct, forbid_unknown_fields=True):
    """To whom the letter goes."""

    email: str


class PartnerInvited(PartnerUserView, kw_only=True):
    """`accept_url` works once, for seven days; it is shown this once and sent by mail."""

    accept_url: str


@get(_AT, needs=NEEDS, operation_id="listPartnerUsers", tags=_TAGS)
async def list_users(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> PartnerUsers:
    return PartnerUsers(await let_in(ctx.uow, ctx.principal, record_id))


@post(_AT, needs=NEEDS, operation_id="invitePartnerUser", tags=_TAGS)
async def invite_user(
    ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID], data: JSONBody[PartnerInvite]
) -> PartnerInvited:
    made = await invite(ctx.uow, ctx.principal, record_id, data.email)
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
