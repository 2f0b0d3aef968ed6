"""How far a call list is, and what came of the calls."""

from uuid import UUID

import msgspec

from crm.activities.calling.blocking import Blocked, blocked
from crm.activities.calling.rules import label_of_outcome, rules
from crm.customers.worklist.reading import kind_of, seen, states
from crm.records.people import People, people
from crm.records.reading import View
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_CALLS = """
SELECT c.call_outcome AS outcome, c.created_by AS caller, count(*) AS many FROM worklist_entry e
JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
JOIN worklist_deed d ON d.tenant_id = $1 AND d.entry_id = e.id
JOIN activity c ON c.tenant_id = $1 AND c.id = d.record_id AND c.deleted_at IS NULL
WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND {scope}
GROUP BY c.call_outcome, c.created_by
"""


class Tally(msgspec.Struct, frozen=True):
    """So many calls, of an outcome or by somebody."""

    key: str
    label: str
    calls: int


class CallReport(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers in the reader's sight: where they stand, who is left out, what came."""

    entries: int
    finished: int
    states: dict[str, int]
    blocked: int
    left_out: list[Blocked]
    calls: int
    outcomes: list[Tally]
    callers: list[Tally]


async def report(uow: UnitOfWork, me: Principal, worklist: View) -> CallReport:
    """As of now."""
    kind, args = kind_of(worklist), Args(me.tenant_id, worklist["id"])
    text = _CALLS.format(table=kind.table, scope=seen(me, args, kind))
    rows = await uow.fetch(text, *args.values)
    many, left_out = await blocked(uow, me, worklist)
    standing = await states(uow, me, worklist)
    return CallReport(
        entries=sum(standing.values()),
        finished=standing.get("done", 0) + standing.get("skipped", 0),
        states=standing,
        blocked=many,
        left_out=left_out,
        calls=sum(row["many"] for row in rows),
        outcomes=await _outcomes(uow, me, [(row["outcome"], row["many"]) for row in rows]),
        callers=_callers(await people(uow), [(row["caller"], row["many"]) for row in rows]),
    )


async def _outcomes(
    uow: UnitOfWork, me: Principal, found: list[tuple[str | None, int]]
) -> list[Tally]:
    """In the order of the workspace's list; what was taken out of it comes last."""
    sums: dict[str, int] = {}
    for code, many in found:
        sums[code or ""] = sums.get(code or "", 0) + many
    order = [*await rules(uow, me), *sums]
    return [Tally(c, label_of_outcome(me, c), sums[c]) for c in dict.fromkeys(order) if c in sums]


def _callers(everybody: People, found: list[tuple[UUID | None, int]]) -> list[Tally]:
    sums: dict[UUID, int] = {}
    for member, many in found:
        if member is not None:
            sums[member] = sums.get(member, 0) + many
    ranked = sorted(sums.items(), key=lambda one: (-one[1], str(one[0])))
    return [Tally(str(one), everybody.name(one), many) for one, many in ranked]
