"""Companies that are named by hand, and where a company was from when to when."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.territory.placing import place
from crm.customers.territory.service import known
from crm.customers.territory.tree import tree_now
from crm.records.scope import visible
from crm.records.service import service_of
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.principal import Principal
from kernel.sql import Args
from kernel.together import Ask, together
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

Named = Literal["included", "excluded"]

_NAME = """
INSERT INTO territory_account AS n (tenant_id, territory_id, record_id, included)
VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, territory_id, record_id) DO UPDATE SET included = excluded.included
"""
_UNPIN = """
DELETE FROM territory_account n
WHERE n.tenant_id = $1 AND n.record_id = $2 AND n.included
"""
_FREE = """
DELETE FROM territory_account n WHERE n.tenant_id = $1 AND n.record_id = $2
"""
_SPANS = """
SELECT s.territory_id, t.name, s.by_hand, s.started_at, s.ended_at FROM territory_span s
JOIN territory t ON t.tenant_id = $1 AND t.id = s.territory_id
WHERE s.tenant_id = $1 AND s.record_id = $2
ORDER BY s.tenant_id, s.record_id, s.started_at DESC, s.id DESC LIMIT 100
"""
_SAID = """
SELECT n.territory_id, n.included FROM territory_account n
WHERE n.tenant_id = $1 AND n.record_id = $2
ORDER BY n.tenant_id, n.record_id, n.territory_id LIMIT 200
"""


class Stay(msgspec.Struct, frozen=True):
    """A company's time in a territory, by a rule or by hand; the present one has no end."""

    territory_id: UUID
    name: str
    by_hand: bool
    started_at: datetime
    ended_at: datetime | None


class Whereabouts(msgspec.Struct, frozen=True):
    """Where it is, the present stay first; and what was said of it by hand."""

    items: list[Stay]
    included: UUID | None
    excluded: list[UUID]


class Account(msgspec.Struct, frozen=True):
    """A company that is named by hand."""

    id: UUID
    title: str
    included: bool


async def whereabouts(uow: UnitOfWork, me: Principal, record_id: UUID) -> Whereabouts:
    """Of a company that the principal sees; `NotFound` for any other."""
    await service_of("company", uow, me).get(record_id)
    return await stays_of(uow, me, record_id)


async def stays_of(uow: UnitOfWork, me: Principal, record_id: UUID) -> Whereabouts:
    """The same of one that the principal has been shown."""
    about = (me.tenant_id, record_id)
    stays, said = await together(uow, Ask(_SPANS, about), Ask(_SAID, about))
    named = [(UUID(row["territory_id"]), row["included"]) for row in said]
    return Whereabouts(
        [msgspec.convert(row, Stay) for row in stays],
        next((one for one, included in named if included), None),
        [one for one, included in named if not included],
    )


async def name(
    uow: UnitOfWork, me: Principal, record_id: UUID, territory_id: UUID, how: Named
) -> None:
    """It belongs there whatever the rules say, or never does."""
    row = await service_of("company", uow, me).changeable(record_id, "transfer")
    tree, fresh = await tree_now(uow, me)
    if tree.get(territory_id) is None:
        raise Invalid(fields={"territory_id": _("There is no such territory.")})
    if how == "included":
        if tree.is_inner(territory_id):
            why = _("Choose one of the smaller territories that lie in it.")
            raise Invalid(fields={"territory_id": why})
        await uow.execute(_UNPIN, me.tenant_id, record_id)
    await uow.execute(_NAME, me.tenant_id, territory_id, record_id, how == "included")
    after = {"company": COMPANY.title(row), "named": how}
    await note(uow, me, "territory", territory_id, "updated", after=after)
    await place(uow, fresh, [record_id])


async def leave_to_rules(uow: UnitOfWork, me: Principal, record_id: UUID) -> None:
    """Nothing that was said by hand holds any more."""
    await service_of("company", uow, me).changeable(record_id, "transfer")
    await uow.execute(_FREE, me.tenant_id, record_id)
    _tree, fresh = await tree_now(uow, me)
    await place(uow, fresh, [record_id])


async def accounts(uow: UnitOfWork, me: Principal, territory_id: UUID) -> list[Account]:
    """The companies that are named by hand and that the principal sees."""
    known((await tree_now(uow, me))[0], territory_id)
    args = Args(me.tenant_id, territory_id)
    rows = await uow.fetch(
        "SELECT a.id, a.name AS title, n.included FROM territory_account n "
        "JOIN company a ON a.tenant_id = $1 AND a.id = n.record_id AND a.deleted_at IS NULL "
        "WHERE n.tenant_id = $1 AND n.territory_id = $2 "
        f"AND {visible(me, args, 'a', of=COMPANY)} "
        "ORDER BY n.tenant_id, n.included DESC, n.record_id LIMIT 200",
        *args.values,
    )
    return [Account(**row) for row in rows]
