"""Invitations and members for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from kernel.http import PUBLIC, Ctx, post
from tenants.members.joining import accept, count_acceptance
from tenants.members.service import invite
from tenants.people.api import WorkspaceView, device_of, visitor_of, workspaces_of
from web.pages import TERMS_VERSION


class Invite(msgspec.Struct, forbid_unknown_fields=True):
    """An address, and what its person will be."""

    email: str
    role: str
    team_id: UUID | None = None


class InvitationView(msgspec.Struct):
    """`accept_url` works once, for seven days; it is shown this once and sent by mail."""

    id: UUID
    email: str
    role: str
    expires_at: datetime
    accept_url: str


class Acceptance(msgspec.Struct, forbid_unknown_fields=True):
    """For an address that has an account, `password` (and `code`) must be that account's."""

    name: str
    password: str
    code: str = ""


class AcceptedView(msgspec.Struct):
    """`token` is a bearer token, shown this once."""

    token: str
    workspace: WorkspaceView
    workspaces: list[WorkspaceView]


@post(
    "/api/v1/{workspace:str}/invitations",
    needs="settings:people",
    operation_id="invite",
    tags=["Members"],
)
async def invite_by_api(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[Invite]
) -> InvitationView:
    made = await invite(
        ctx.uow, ctx.principal, email=data.email, role=data.role, team_id=data.team_id
    )
    return InvitationView(
        made.id,
        made.email,
        made.role,
        made.expires_at,
        f"{ctx.settings.url}/invitations/{made.token}",
    )


@post(
    "/api/v1/invitations/{token:str}/acceptance",
    needs=PUBLIC,
    operation_id="acceptInvitation",
    tags=["Members"],
)
async def accept_by_api(ctx: Ctx, token: FromPath[str], data: JSONBody[Acceptance]) -> AcceptedView:
    await count_acceptance(ctx.database, token, visitor_of(ctx))
    session, workspace_id = await accept(
        ctx.uow,
        token,
        name=data.name,
        password=data.password,
        code=data.code,
        device=device_of(ctx),
        terms_version=TERMS_VERSION,
    )
    everywhere = await workspaces_of(ctx.uow, session)
    here: Any = next(w for w in everywhere if w.id == workspace_id)
    return AcceptedView(session, here, everywhere)


ROUTES = [invite_by_api, accept_by_api]
