"""`territory` in filters on companies: which one, it and all below, or none."""

from typing import Any
from uuid import UUID

from crm.customers.territory.tree import tree_of
from crm.records.comparing import demand_op, several
from crm.records.kinds.choices import filter_id
from crm.records.questions import ask
from kernel.filters import Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args

NAME = "territory"
OPS = ("within", "eq", "ne", "in", "not_in", "is_empty", "is_not_empty")
_HELD = (
    "EXISTS (SELECT 1 FROM territory_span ts WHERE ts.tenant_id = {tenant} "
    "AND ts.record_id = {alias}.id AND ts.ended_at IS NULL"
)


def _sql(test: Test, principal: Principal, args: Args, alias: str) -> str:
    held = _HELD.format(tenant=args(principal.tenant_id), alias=alias)
    match test.op:
        case "is_empty":
            return f"NOT {held})"
        case "is_not_empty":
            return f"{held})"
        case "eq" | "ne":
            wanted = [filter_id(test.value)]
        case "in" | "not_in":
            wanted = [filter_id(value) for value in several(test)]
        case "within":
            wanted = _below(principal, test.value)
        case _:
            demand_op(test, known=False)
    found = f"{held} AND ts.territory_id = ANY({args(wanted)}::uuid[]))"
    return f"NOT {found}" if test.op in {"ne", "not_in"} else found


def _below(principal: Principal, said: Any) -> list[UUID]:
    tree, wanted = tree_of(principal), filter_id(said)
    return [one.id for one in tree.below(wanted)] or [wanted]


ask("company", NAME, lazy("Territory"), _sql, OPS, lambda me: tree_of(me).options())
