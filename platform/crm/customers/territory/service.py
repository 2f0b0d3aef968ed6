"""Territories as administrators set them up; each change places the companies anew."""

from typing import Any, Final
from uuid import UUID

from crm.customers.company.model import COMPANY
from crm.customers.territory.running import begin_run
from crm.customers.territory.tree import Territory, Tree, tree_now
from crm.customers.territory.wishes import TerritoryWish, Transfer, cleaned
from crm.records.scope import visible
from crm.records.shape.loading import reshape
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

MOST: Final = 200
THING: Final = "territory"

_PUT = """
INSERT INTO territory (tenant_id, id, name, parent_id, manager_id, filter, position, valid_from,
                       valid_until, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_CHANGE = """
UPDATE territory t SET name = $3, parent_id = $4, manager_id = $5, filter = $6, position = $7,
    valid_from = $8, valid_until = $9
WHERE t.tenant_id = $1 AND t.id = $2
"""
_ARCHIVE = "UPDATE territory t SET archived_at = $3 WHERE t.tenant_id = $1 AND t.id = $2"
_NOBODY = "DELETE FROM territory_member m WHERE m.tenant_id = $1 AND m.territory_id = $2"
_MEMBERS = """
INSERT INTO territory_member (tenant_id, territory_id, member_id)
SELECT $1, $2, u.id FROM unnest($3::uuid[]) AS u(id)
ON CONFLICT (tenant_id, territory_id, member_id) DO NOTHING
"""
_FREE = "DELETE FROM territory_account n WHERE n.tenant_id = $1 AND n.territory_id = $2"


async def territories(uow: UnitOfWork, me: Principal) -> list[Territory]:
    """Those in use, each after the one in which it lies."""
    tree, _fresh = await tree_now(uow, me)
    return tree.items


async def counts(uow: UnitOfWork, me: Principal) -> dict[UUID, int]:
    """How many companies that the principal sees lie in each now, without those below."""
    args = Args(me.tenant_id)
    rows = await uow.fetch(
        "SELECT s.territory_id, count(*) AS many FROM territory_span s "
        "JOIN company a ON a.tenant_id = $1 AND a.id = s.record_id AND a.deleted_at IS NULL "
        f"WHERE s.tenant_id = $1 AND s.ended_at IS NULL AND {visible(me, args, 'a', of=COMPANY)} "
        "GROUP BY s.territory_id",
        *args.values,
    )
    return {row["territory_id"]: row["many"] for row in rows}


async def found_territory(uow: UnitOfWork, me: Principal, wish: TerritoryWish) -> UUID:
    """A new one."""
    await hold(uow)
    tree, _fresh = await tree_now(uow, me)
    if len(tree.items) >= MOST:
        raise Conflict(_("There are %(most)s territories. Archive one first."), most=MOST)
    wish, made = await cleaned(uow, me, tree, wish), uuid7()
    await uow.execute(_PUT, me.tenant_id, made, *_values(wish), clock.now())
    await _staff(uow, made, wish)
    await note(uow, me, THING, made, "created", after=_said(wish))
    await _changed(uow, me, wish.name, wish.transfer)
    return made


async def change(uow: UnitOfWork, me: Principal, territory_id: UUID, wish: TerritoryWish) -> None:
    """The territory as it shall be from now on."""
    await hold(uow)
    tree, _fresh = await tree_now(uow, me)
    before = known(tree, territory_id)
    wish = await cleaned(uow, me, tree, wish, territory_id)
    await uow.execute(_CHANGE, me.tenant_id, territory_id, *_values(wish))
    await uow.execute(_NOBODY, me.tenant_id, territory_id)
    await _staff(uow, territory_id, wish)
    was = {"name": before.name, "filter": before.filter}
    await note(uow, me, THING, territory_id, "updated", before=was, after=_said(wish))
    await _changed(uow, me, wish.name, wish.transfer)


async def archive(
    uow: UnitOfWork, me: Principal, territory_id: UUID, transfer: Transfer = "none"
) -> None:
    """Out of use; who was in it when stays known."""
    await hold(uow)
    tree, _fresh = await tree_now(uow, me)
    gone = known(tree, territory_id)
    if tree.is_inner(territory_id):
        raise Conflict(_("Smaller territories lie in it. Archive them first."))
    await uow.execute(_ARCHIVE, me.tenant_id, territory_id, clock.now())
    await uow.execute(_FREE, me.tenant_id, territory_id)
    await note(uow, me, THING, territory_id, "deleted", before={"name": gone.name})
    await _changed(uow, me, gone.name, transfer)


def known(tree: Tree, territory_id: UUID) -> Territory:
    """One in use; `NotFound` for any other."""
    found = tree.get(territory_id)
    if found is None:
        raise NotFound
    return found


async def _changed(uow: UnitOfWork, me: Principal, label: str, transfer: Transfer) -> None:
    await reshape(uow, me.tenant_id)
    await begin_run(uow, me, label, transfer)


async def _staff(uow: UnitOfWork, territory_id: UUID, wish: TerritoryWish) -> None:
    await uow.execute(_MEMBERS, uow.tenant_id, territory_id, wish.members)


def _values(wish: TerritoryWish) -> tuple[Any, ...]:
    days = (wish.valid_from, wish.valid_until)
    return wish.name, wish.parent_id, wish.manager_id, wish.filter, wish.position, *days


def _said(wish: TerritoryWish) -> dict[str, Any]:
    return {"name": wish.name, "filter": wish.filter}
