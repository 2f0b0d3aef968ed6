"""In which territory a lead is, and who works there."""

from uuid import UUID

from crm.customers.territory.giving import heirs
from crm.customers.territory.tree import Tree, today, tree_of
from crm.records.fields import PREFIX
from crm.records.filtering import Filtering
from crm.records.narrowing import as_kept
from crm.records.types import RecordType, Row
from crm.sales.lead.known import known_companies
from crm.sales.lead.model import LEAD
from kernel.filters import BadFilter, Group, Node, Test
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# What leads call otherwise.
_CALLED = {"name": "company_name"}
_STANDS = """
SELECT s.territory_id FROM territory_span s
WHERE s.tenant_id = $1 AND s.record_id = ANY($2) AND s.ended_at IS NULL
"""


async def workers_for(uow: UnitOfWork, keeper: Principal, lead: Row) -> list[UUID]:
    """The members of its territory, else its manager; nobody where it is in none."""
    tree = tree_of(keeper)
    if not tree.items:
        return []
    found = await territory_of(uow, keeper, tree, lead)
    return heirs(tree, found, "round_robin") or heirs(tree, found, "manager")


async def territory_of(uow: UnitOfWork, keeper: Principal, tree: Tree, lead: Row) -> UUID | None:
    """Where its company is, if it is known; else by the rules, of which leads have the fields."""
    companies = [row["id"] for row in await known_companies(uow, keeper, lead)]  # type: ignore[arg-type]
    there = {row["territory_id"] for row in await uow.fetch(_STANDS, keeper.tenant_id, companies)}
    if len(there) == 1:
        stands: UUID = there.pop()
        return stands
    args, kind = Args(keeper.tenant_id, lead["id"]), as_kept(LEAD, keeper)
    compiled, cases = Filtering(LEAD, keeper, args, "a"), []
    for taker in tree.takers(today()):
        try:
            fits = compiled.sql(_of_lead(kind, taker.node))
        except BadFilter:
            # It asks what only companies have.
            continue
        cases.append(f"WHEN {fits} THEN {args(taker.id)}::uuid")
    if not cases:
        return None
    sql = f"SELECT CASE {' '.join(cases)} END FROM lead a WHERE a.tenant_id = $1 AND a.id = $2"
    answer: UUID | None = await uow.fetchval(sql, *args.values)
    return answer


def _of_lead(kind: RecordType, node: Node) -> Node:
    """The same condition on a lead: by fields of the same name, its own or the workspace's."""
    if isinstance(node, Group):
        return Group(node.word, tuple(_of_lead(kind, part) for part in node.parts))
    name = _CALLED.get(node.field, node.field)
    own = f"{PREFIX}{name}"
    if name not in kind.fields and own in kind.fields:
        name = own
    return Test(name, node.op, node.value)
