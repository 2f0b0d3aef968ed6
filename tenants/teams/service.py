"""Teams: made, renamed, moved in the tree, and dissolved."""

from uuid import UUID

from kernel import clock
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import one_line
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.members.administration import let_records_follow
from tenants.members.service import demand_team
from tenants.teams.tree import below, renew
from tenants.workspace.holding import hold

MAX_NAME, MOST = 80, 500


async def create(
    uow: UnitOfWork, principal: Principal, name: str, parent_id: UUID | None = None
) -> UUID:
    """A new team, below another or at the top."""
    await hold(uow)
    await _demand_parent(uow, principal, parent_id)
    if await uow.fetchval("SELECT count(*) FROM team WHERE tenant_id = $1", uow.tenant_id) >= MOST:
        raise Conflict(_("A workspace has at most %(most)s teams."), most=MOST)
    team_id, clean = uuid7(), team_name(name)
    await uow.execute(
        "INSERT INTO team (tenant_id, id, name, parent_id, created_at) VALUES ($1, $2, $3, $4, $5)",
        principal.tenant_id,
        team_id,
        clean,
        parent_id,
        clock.now(),
    )
    await renew(uow)
    await note(uow, principal, "team", team_id, "created", after={"name": clean})
    return team_id


async def rename(uow: UnitOfWork, principal: Principal, team_id: UUID, name: str) -> None:
    """Another name for the same team."""
    team, clean = await _team(uow, team_id), team_name(name)
    await uow.execute(
        "UPDATE team SET name = $3 WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        team_id,
        clean,
    )
    before, after = {"name": team["name"]}, {"name": clean}
    await note(uow, principal, "team", team_id, "updated", before=before, after=after)


async def move(
    uow: UnitOfWork, principal: Principal, team_id: UUID, parent_id: UUID | None
) -> None:
    """To another place in the tree, never below itself."""
    await hold(uow)
    team = await _team(uow, team_id)
    await _demand_parent(uow, principal, parent_id)
    if parent_id in await below(uow, team_id):
        raise Invalid(fields={"parent_id": _("A team cannot be below itself.")})
    await uow.execute(
        "UPDATE team SET parent_id = $3 WHERE tenant_id = $1 AND id = $2",
        principal.tenant_id,
        team_id,
        parent_id,
    )
    await renew(uow)
    before, after = {"parent_id": _text(team["parent_id"])}, {"parent_id": _text(parent_id)}
    await note(uow, principal, "team", team_id, "updated", before=before, after=after)


async def dissolve(uow: UnitOfWork, principal: Principal, team_id: UUID) -> None:
    """Its members and the teams below it go to the team above."""
    await hold(uow)
    team = await _team(uow, team_id)
    scope = (principal.tenant_id, team_id, team["parent_id"])
    await uow.execute(
        "UPDATE team SET parent_id = $3 WHERE tenant_id = $1 AND parent_id = $2", *scope
    )
    moved = await uow.fetch(
        "UPDATE membership SET team_id = $3, team_ids = '{}' "
        "WHERE tenant_id = $1 AND team_id = $2 RETURNING id",
        *scope,
    )
    await uow.execute(
        "UPDATE invitation SET team_id = $3 WHERE tenant_id = $1 AND team_id = $2", *scope
    )
    await uow.execute(
        "DELETE FROM team WHERE tenant_id = $1 AND id = $2", principal.tenant_id, team_id
    )
    await renew(uow)
    for row in moved:
        await let_records_follow(uow, row["id"])
    await note(uow, principal, "team", team_id, "deleted", before={"name": team["name"]})


def team_name(text: str) -> str:
    """A team's name, or `Invalid`."""
    name = one_line(text)
    if not name or len(name) > MAX_NAME:
        raise Invalid(fields={"name": _("A name of at most 80 characters, please.")})
    return name


async def _team(uow: UnitOfWork, team_id: UUID) -> dict[str, object]:
    row = await uow.fetchrow(
        "SELECT name, parent_id FROM team WHERE tenant_id = $1 AND id = $2", uow.tenant_id, team_id
    )
    if row is None:
        raise NotFound
    return dict(row)


async def _demand_parent(uow: UnitOfWork, principal: Principal, parent_id: UUID | None) -> None:
    try:
        await demand_team(uow, principal.tenant_id, parent_id)
    except Invalid as error:
        raise Invalid(fields={"parent_id": error.fields["team_id"]}) from None


def _text(value: object) -> str | None:
    return str(value) if value else None
