"""Which customers go back to which pool, and when: asked for one, or kept for all."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.customers.parameters.service import parameters
from crm.customers.reclaim.due import Facts, days_left, due
from crm.customers.reclaim.ports import Deals, known
from crm.customers.reclaim.rules import PoolRule, node_of, rules_of
from crm.records.filtering import Filtering
from crm.records.keeper import keeper
from kernel import clock
from kernel.filters import BadFilter
from kernel.sql import Args
from kernel.transaction import UnitOfWork

BATCH: Final = 500

_FACTS = """
SELECT c.id, c.name, c.owner_id, c.level, c.status, c.created_at, c.reclaim_at, m.team_id,
    coalesce(s.started_at, c.created_at) AS received_at, {contacted} AS followed_at,
    p.until AS protected_until, (SELECT max(x.until) FROM extension_request x
        WHERE x.tenant_id = $1 AND x.record_id = c.id AND x.asked_by = c.owner_id
            AND x.created_at >= coalesce(s.started_at, c.created_at)) AS extended_until,
    {newest} AS deal_at, {open} AS open_deal, {fits} AS fits
FROM company c
JOIN membership m ON m.tenant_id = $1 AND m.id = c.owner_id
LEFT JOIN ownership_span s ON s.tenant_id = $1 AND s.record_id = c.id AND s.ended_at IS NULL
LEFT JOIN protection p ON p.tenant_id = $1 AND p.record_id = c.id AND p.lifted_at IS NULL
WHERE c.tenant_id = $1 AND c.owner_id IS NOT NULL AND c.deleted_at IS NULL
    AND ($4::uuid[] IS NULL OR c.id = ANY($4)) AND ($5::uuid IS NULL OR c.id > $5)
ORDER BY c.tenant_id, c.id LIMIT $6
"""
_KEEP = """
UPDATE company c SET reclaim_at = u.due FROM unnest($2::uuid[], $3::timestamptz[]) AS u(id, due)
WHERE c.tenant_id = $1 AND c.id = u.id AND c.reclaim_at IS DISTINCT FROM u.due
"""
_FORGET = """
UPDATE company c SET reclaim_at = NULL WHERE c.tenant_id = $1 AND c.reclaim_at IS NOT NULL
"""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A customer, its owner, and the rule that comes first; without one it stays."""

    record_id: UUID
    name: str
    owner_id: UUID
    rule: PoolRule | None
    due_at: datetime | None
    protected_until: datetime | None

    @property
    def left(self) -> int | None:
        """Days left, or None without a rule."""
        return None if self.due_at is None else days_left(self.due_at, clock.now())


async def verdicts(
    uow: UnitOfWork,
    rules: list[PoolRule],
    *,
    ids: Iterable[UUID] | None = None,
    after: UUID | None = None,
) -> list[Verdict]:
    """What the rules say of those customers, or of the next of all."""
    deals = known.deals or Deals()
    length = (await parameters(uow)).rules.follow_up_length
    wanted = None if ids is None else list(ids)
    args = Args(uow.tenant_id, clock.now(), length, wanted, after, BATCH)
    text = _FACTS.format(
        contacted=known.contacted.last,
        newest=deals.newest,
        open=deals.open,
        fits=await _fits(uow, rules, args),
    )
    rows = await uow.fetch(text, *args.values)
    return [_verdict(rules, row) for row in rows]


async def verdict_of(uow: UnitOfWork, record_id: UUID) -> Verdict | None:
    """What the rules say of one; None for one without an owner."""
    found = await verdicts(uow, await rules_of(uow), ids=[record_id])
    return found[0] if found else None


async def renew(uow: UnitOfWork, ids: Iterable[UUID]) -> None:
    """Bring the dates of these customers up to date, where the firm has rules at all."""
    wanted = list(ids)
    rules = await rules_of(uow) if wanted else []
    if rules:
        found = {v.record_id: v.due_at for v in await verdicts(uow, rules, ids=wanted)}
        await _keep(uow, {record_id: found.get(record_id) for record_id in wanted})


async def keep(uow: UnitOfWork, found: list[Verdict]) -> None:
    """Write down the dates, for lists and filters."""
    await _keep(uow, {v.record_id: v.due_at for v in found})


async def forget(uow: UnitOfWork) -> None:
    """Without rules nothing has a date."""
    await uow.execute(_FORGET, uow.tenant_id)


async def _keep(uow: UnitOfWork, ends: dict[UUID, datetime | None]) -> None:
    if ends:
        await uow.execute(_KEEP, uow.tenant_id, list(ends), list(ends.values()))


async def _fits(uow: UnitOfWork, rules: list[PoolRule], args: Args) -> str:
    """SQL of which rules look at the customer, in their order; true of all without a filter."""
    everybody = await keeper(uow) if any(rule.filter for rule in rules) else None
    if everybody is None:
        return "NULL::bool[]"
    compiled, parts = Filtering(COMPANY, everybody, args, "c"), []
    for rule in rules:
        try:
            parts.append(compiled.sql(node_of(rule)))
        except BadFilter:
            # It names what is no longer there: nobody loses a customer by it.
            parts.append("FALSE")
    return f"ARRAY[{', '.join(parts)}]::bool[]"


def _verdict(rules: list[PoolRule], row: Any) -> Verdict:
    facts = msgspec.convert(
        {name: row[name] for name in Facts.__struct_fields__}, Facts, strict=False
    )
    first: tuple[datetime, PoolRule] | None = None
    fits = row["fits"] or [not rule.filter for rule in rules]
    for rule, fit in zip(rules, fits, strict=True):
        if fit and rule.concerns(row["owner_id"], row["team_id"]):
            end = due(rule, facts)
            end = rule.warned(end) if end is not None else None
            if end is not None and (first is None or end < first[0]):
                first = (end, rule)
    return Verdict(
        record_id=row["id"],
        name=row["name"],
        owner_id=row["owner_id"],
        rule=first[1] if first else None,
        due_at=first[0] if first else None,
        protected_until=row["protected_until"],
    )
