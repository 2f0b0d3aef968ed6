"""Members as an administrator sees them: their role, their team, and seeing them off."""

from typing import Any
from uuid import UUID

from kernel import jobs
from kernel.errors import Invalid, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.granting import demand_role
from tenants.access.roles import OWNER
from tenants.audit.notes import note
from tenants.members.guard import locked
from tenants.members.model import LastOwner
from tenants.members.seating import seating
from tenants.members.service import demand_team
from tenants.teams.tree import below
from tenants.workspace.holding import hold

TEAM_CHANGED = "members.team_changed"

_MEMBERS = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name, p.email, m.role, m.team_id,
       t.name AS team, m.status, m.created_at
FROM membership m JOIN person p ON p.id = m.person_id
LEFT JOIN team t ON t.tenant_id = $1 AND t.id = m.team_id
WHERE m.tenant_id = $1 AND m.status <> 'left' AND ($2::uuid IS NULL OR m.id = $2)
ORDER BY m.tenant_id, lower(coalesce(nullif(m.name, ''), p.name)), m.id
"""


async def members(uow: UnitOfWork) -> list[dict[str, Any]]:
    """Everybody in the workspace, by name."""
    return [dict(row) for row in await uow.fetch(_MEMBERS, uow.tenant_id, None)]


async def member(uow: UnitOfWork, member_id: UUID) -> dict[str, Any]:
    """One member; raises `NotFound`."""
    row = await uow.fetchrow(_MEMBERS, uow.tenant_id, member_id)
    if row is None:
        raise NotFound
    return dict(row)


async def change_role(uow: UnitOfWork, principal: Principal, member_id: UUID, role: str) -> None:
    """Nobody gives more than they have, so only owners make owners; the last one stays."""
    target, owners = await locked(uow, principal, member_id)
    if role == target["role"]:
        return
    await demand_role(uow, principal, role)
    _demand_other_owner(target, owners)
    async with seating(uow, principal.entitled):
        await uow.execute(
            "UPDATE membership SET role = $3 WHERE tenant_id = $1 AND id = $2",
            principal.tenant_id,
            member_id,
            role,
        )
    before, after = {"role": target["role"]}, {"role": role}
    await note(uow, principal, "member", member_id, "updated", before=before, after=after)


async def hand_over(uow: UnitOfWork, principal: Principal, member_id: UUID) -> None:
    """Another becomes owner, and whoever was becomes administrator: both or neither."""
    target, _owners = await locked(uow, principal, member_id)
    if target["id"] == principal.member_id or target["status"] != "active":
        raise Invalid(fields={"member": _("Choose another active member.")})
    before = {target["id"]: target["role"], principal.member_id: principal.role}
    after = {target["id"]: OWNER, principal.member_id: "admin"}
    async with seating(uow, principal.entitled):
        for one, role in after.items():
            await uow.execute(
                "UPDATE membership SET role = $3 WHERE tenant_id = $1 AND id = $2",
                principal.tenant_id,
                one,
                role,
            )
    for one, role in after.items():
        was, now = {"role": before[one]}, {"role": role}
        await note(uow, principal, "member", one, "updated", before=was, after=now)


async def change_status(
    uow: UnitOfWork, principal: Principal, member_id: UUID, status: str
) -> None:
    """Suspend, or let back in; whoever is suspended is out at their next request."""
    if status not in {"active", "suspended"}:
        raise Invalid(fields={"status": _("Choose active or suspended.")})
    target, owners = await locked(uow, principal, member_id)
    if status == target["status"]:
        return
    if status == "suspended":
        _demand_other_owner(target, owners)
    async with seating(uow, principal.entitled):
        await _set_status(uow, principal, target, status)


async def remove(uow: UnitOfWork, principal: Principal, member_id: UUID) -> None:
    """The member is out; what they own stays, for somebody else to take."""
    target, owners = await locked(uow, principal, member_id)
    _demand_other_owner(target, owners)
    await _set_status(uow, principal, target, "left")


def _demand_other_owner(target: Any, owners: int) -> None:
    if target["role"] == "owner" and target["status"] == "active" and owners <= 1:
        raise LastOwner


async def _set_status(uow: UnitOfWork, principal: Principal, target: Any, status: str) -> None:
    await uow.execute(
        "UPDATE membership SET status = $3 WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        target["id"],
        status,
    )
    before, after = {"status": target["status"]}, {"status": status}
    action = "removed" if status == "left" else "updated"
    await note(uow, principal, "member", target["id"], action, before=before, after=after)


async def change_team(
    uow: UnitOfWork, principal: Principal, member_id: UUID, team_id: UUID | None
) -> None:
    """To another team; what the member owns follows by a job."""
    await hold(uow)
    target, _owners = await locked(uow, principal, member_id)
    await demand_team(uow, principal.tenant_id, team_id)
    if team_id == target["team_id"]:
        return
    await uow.execute(
        "UPDATE membership SET team_id = $3, team_ids = $4 WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        member_id,
        team_id,
        await below(uow, team_id),
    )
    await let_records_follow(uow, member_id)
    before, after = {"team_id": _text(target["team_id"])}, {"team_id": _text(team_id)}
    await note(uow, principal, "member", member_id, "updated", before=before, after=after)


async def let_records_follow(uow: UnitOfWork, member_id: UUID) -> None:
    """Later, bring the member's records to the member's team."""
    await jobs.enqueue(uow, TEAM_CHANGED, {"member_id": str(member_id)})


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
