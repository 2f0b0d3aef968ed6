"""The people of a workspace: who is in, who is invited, and what each may do."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from kernel.errors import NotFound
from kernel.http import ALWAYS, Ctx, get, post
from kernel.i18n import _
from tenants.access.granting import giver, within
from tenants.members import administration as staff
from tenants.members import service
from tenants.members.seating import seats_of
from tenants.people.doors import form_of
from tenants.people.me import demand_proof
from tenants.roles.reading import roles
from tenants.teams.tree import teams
from tenants.workspace.answers import here, settled
from web.render import page

AT = "/{workspace:str}/settings/people"
PAGE = "settings/people"
NEEDS = "settings:people"
OWN = "settings:owner"


@get(AT, needs=NEEDS, include_in_schema=False)
async def people_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    known = {code: kept.role for code, kept in (await roles(ctx.uow)).items()}
    mine = await giver(ctx.uow, ctx.principal)
    everybody = await staff.members(ctx.uow)
    return page(
        "tenants/members/templates/people.html",
        members=everybody,
        invitations=await service.invitations(ctx.uow),
        roles=[(code, role.label) for code, role in known.items() if within(mine, role)],
        role_names={code: role.label for code, role in known.items()},
        teams=[("", _("No team"))] + [(team["id"], team["name"]) for team in await teams(ctx.uow)],
        me=ctx.principal,
        seats=await seats_of(ctx.uow, ctx.principal.entitled),
        heirs=[
            (one["id"], one["name"])
            for one in everybody
            if one["status"] == "active" and one["id"] != ctx.principal.member_id
        ],
    )


@post(f"{AT}/invitations", needs=NEEDS, include_in_schema=False)
async def invite_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "email", "role", "team_id")
    work = service.invite(
        ctx.uow,
        ctx.principal,
        email=form["email"],
        role=form["role"],
        team_id=_id(form["team_id"]),
    )
    said = _("The invitation is on its way to %(email)s.", email=form["email"])
    return await settled(ctx, work, here(ctx, PAGE), said)


@post(f"{AT}/invitations/{{invitation_id:uuid}}/resend", needs=NEEDS, include_in_schema=False)
async def resend_by_form(
    ctx: Ctx, workspace: FromPath[str], invitation_id: FromPath[UUID]
) -> Response[str]:
    work = service.resend(ctx.uow, ctx.principal, invitation_id)
    return await settled(ctx, work, here(ctx, PAGE), _("A new letter is on its way."))


@post(f"{AT}/invitations/{{invitation_id:uuid}}/revoke", needs=NEEDS, include_in_schema=False)
async def revoke_by_form(
    ctx: Ctx, workspace: FromPath[str], invitation_id: FromPath[UUID]
) -> Response[str]:
    work = service.revoke(ctx.uow, ctx.principal, invitation_id)
    return await settled(ctx, work, here(ctx, PAGE), _("The invitation is taken back."))


@post(f"{AT}/{{member_id:uuid}}", needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "role", "team_id")

    async def work() -> None:
        await staff.change_team(ctx.uow, ctx.principal, member_id, _id(form["team_id"]))
        await staff.change_role(ctx.uow, ctx.principal, member_id, form["role"])

    return await settled(ctx, work(), here(ctx, PAGE), _("Saved."))


@post(f"{AT}/{{member_id:uuid}}/status", needs=NEEDS, include_in_schema=False)
async def status_by_form(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    form = await form_of(ctx, "status")
    work = staff.change_status(ctx.uow, ctx.principal, member_id, form["status"])
    return await settled(ctx, work, here(ctx, PAGE), _("Saved."))


@post(f"{AT}/{{member_id:uuid}}/remove", needs=NEEDS, include_in_schema=False)
async def remove_by_form(
    ctx: Ctx, workspace: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    work = staff.remove(ctx.uow, ctx.principal, member_id)
    return await settled(ctx, work, here(ctx, PAGE), _("Removed from the workspace."))


@post(f"{AT}/ownership", needs=OWN, opt=ALWAYS, include_in_schema=False)
async def hand_over_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    form = await form_of(ctx, "member_id", "password")
    member_id = _id(form["member_id"])
    if member_id is None:
        raise NotFound
    await staff.member(ctx.uow, member_id)

    async def work() -> None:
        await demand_proof(ctx, form["password"])
        await staff.hand_over(ctx.uow, ctx.principal, member_id)

    said = _("Handed over. You are an administrator now.")
    return await settled(ctx, work(), here(ctx, PAGE), said)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound from error


ROUTES = [
    people_page,
    invite_by_form,
    resend_by_form,
    revoke_by_form,
    change_by_form,
    status_by_form,
    remove_by_form,
    hand_over_by_form,
]
