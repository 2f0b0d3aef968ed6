"""Members and open invitations for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.http import ALWAYS, MEMBER, Ctx, delete, get, patch, post
from tenants.members import administration as staff
from tenants.members import service
from tenants.members.api import InvitationView
from tenants.people.me import demand_proof

API = "/api/v1/{workspace:str}"
TAGS = ["Members"]


class MemberView(msgspec.Struct):
    """A member; `id` is what records name as their owner."""

    id: UUID
    name: str
    email: str
    role: str
    status: str
    team_id: UUID | None
    team: str | None
    created_at: datetime


class MembersView(msgspec.Struct):
    """Everybody in the workspace."""

    items: list[MemberView]


class MemberEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    role: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    team_id: UUID | UnsetType | None = UNSET


class OpenInvitation(msgspec.Struct):
    """An invitation that waits; its link is known to the letter only."""

    id: UUID
    email: str
    role: str
    team_id: UUID | None
    created_at: datetime
    expires_at: datetime


class OpenInvitations(msgspec.Struct):
    """All that wait."""

    items: list[OpenInvitation]


@get(f"{API}/members", needs=MEMBER, operation_id="listMembers", tags=TAGS)
async def list_members(ctx: Ctx, workspace: FromPath[str]) -> MembersView:
    return MembersView([MemberView(**row) for row in await staff.members(ctx.uow)])


@get(f"{API}/members/{{member_id:uuid}}", needs=MEMBER, operation_id="getMember", tags=TAGS)
async def get_member(ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]) -> MemberView:
    return MemberView(**await staff.member(ctx.uow, member_id))


@patch(
    f"{API}/members/{{member_id:uuid}}",
    needs="settings:people",
    operation_id="editMember",
    tags=TAGS,
)
async def edit_member(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[MemberEdit]
) -> MemberView:
    if data.team_id is not UNSET:
        await staff.change_team(ctx.uow, ctx.principal, member_id, data.team_id)
    if data.status is not UNSET:
        await staff.change_status(ctx.uow, ctx.principal, member_id, data.status)
    if data.role is not UNSET:
        await staff.change_role(ctx.uow, ctx.principal, member_id, data.role)
    return MemberView(**await staff.member(ctx.uow, member_id))


@delete(
    f"{API}/members/{{member_id:uuid}}",
    needs="settings:people",
    operation_id="removeMember",
    tags=TAGS,
)
async def remove_member(ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]) -> None:
    await staff.remove(ctx.uow, ctx.principal, member_id)


class HandingOver(msgspec.Struct, forbid_unknown_fields=True):
    """The owner's password."""

    password: str


@post(
    f"{API}/members/{{member_id:uuid}}/ownership",
    needs="settings:owner",
    opt=ALWAYS,
    status_code=204,
    operation_id="handOverOwnership",
    tags=TAGS,
)
async def hand_over(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID], data: JSONBody[HandingOver]
) -> None:
    """The member becomes owner, and whoever was becomes administrator."""
    await staff.member(ctx.uow, member_id)
    await demand_proof(ctx, data.password)
    await staff.hand_over(ctx.uow, ctx.principal, member_id)


@get(f"{API}/invitations", needs="settings:people", operation_id="listInvitations", tags=TAGS)
async def list_invitations(ctx: Ctx, workspace: FromPath[str]) -> OpenInvitations:
    return OpenInvitations([OpenInvitation(**row) for row in await service.invitations(ctx.uow)])


@delete(
    f"{API}/invitations/{{invitation_id:uuid}}",
    needs="settings:people",
    operation_id="revokeInvitation",
    tags=TAGS,
)
async def revoke_invitation(
    ctx: Ctx, workspace: FromPath[str], invitation_id: FromPath[UUID]
) -> None:
    await service.revoke(ctx.uow, ctx.principal, invitation_id)


@post(
    f"{API}/invitations/{{invitation_id:uuid}}/resending",
    needs="settings:people",
    operation_id="resendInvitation",
    tags=TAGS,
)
async def resend_invitation(
    ctx: Ctx, workspace: FromPath[str], invitation_id: FromPath[UUID]
) -> InvitationView:
    """A new link by a new letter; the old link dies."""
    made = await service.resend(ctx.uow, ctx.principal, invitation_id)
    url = f"{ctx.settings.url}/invitations/{made.token}"
    return InvitationView(made.id, made.email, made.role, made.expires_at, url)


ROUTES = [
    list_members,
    get_member,
    edit_member,
    remove_member,
    hand_over,
    list_invitations,
    revoke_invitation,
    resend_invitation,
]
