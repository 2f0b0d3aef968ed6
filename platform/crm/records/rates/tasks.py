"""What amounts are worth, derived again when a rate or the base currency has changed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from crm.records.rates.worth import Rate, today_in, worth
from crm.records.types import RecordType, record_types
from kernel import clock, jobs
from kernel.jobs import enqueue
from kernel.money import Money
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.workspace.service import on_change

BATCH = 1000
# A write that began before the rate was known may end after the first pass.
AGAIN = timedelta(minutes=1)

_WORKSPACE = "SELECT w.currency, w.time_zone FROM workspace w WHERE w.id = $1"
_RATES = """
SELECT DISTINCT ON (r.tenant_id, r.currency) r.currency, r.rate, r.day FROM exchange_rate r
WHERE r.tenant_id = $1 AND r.base = $2 AND r.day <= $3
ORDER BY r.tenant_id, r.currency, r.day DESC
"""


@jobs.job("rates.derive")
async def derive(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Every amount of the workspace, at the rates that hold today."""
    tenant = uow.tenant_id
    row = await uow.fetchrow(_WORKSPACE, tenant)
    if row is None or tenant is None:
        return
    base = row["currency"]
    found = await uow.fetch(_RATES, tenant, base, today_in(row["time_zone"]))
    known = {r["currency"]: Rate.read(r["rate"], r["day"]) for r in found}
    known[base] = Rate.read("1", today_in(row["time_zone"]))
    for kind in list(record_types()):
        for field in kind.money_fields:
            await _derive(uow, tenant, kind, field, known, base)
    if not payload.get("again"):
        await enqueue(uow, "rates.derive", {"again": True}, at=clock.now() + AGAIN)


async def _derive(
    uow: UnitOfWork,
    tenant: UUID,
    kind: RecordType,
    field: str,
    known: dict[str, Rate],
    base: str,
) -> None:
    last = UUID(int=0)
    while True:
        rows = await uow.fetch(
            f"SELECT a.id, a.{field} AS said, a.{field}_base AS worth FROM {kind.table} a "
            f"WHERE a.tenant_id = $1 AND a.id > $2 AND a.{field} IS NOT NULL "
            f"ORDER BY a.tenant_id, a.id LIMIT {BATCH}",
            tenant,
            last,
        )
        moved = [
            (row["id"], row["said"], new)
            for row in rows
            if (new := _worth(row["said"], known, base)) != row["worth"]
        ]
        if moved:
            await uow.execute(
                f"UPDATE {kind.table} a SET {field}_base = u.worth "
                f"FROM unnest($2::uuid[], $3::jsonb[], $4::bigint[]) AS u(id, said, worth) "
                f"WHERE a.tenant_id = $1 AND a.id = u.id AND a.{field} = u.said",
                tenant,
                *(list(column) for column in zip(*moved, strict=True)),
            )
        if len(rows) < BATCH:
            return
        last = rows[-1]["id"]


def _worth(said: dict[str, Any], known: dict[str, Rate], base: str) -> int | None:
    rate = known.get(said["currency"])
    return worth(Money(**said), rate.rate, base) if rate else None


@on_change
async def base_changed(uow: UnitOfWork, _principal: Principal, changed: dict[str, Any]) -> None:
    """Another base currency: everything is worth something else."""
    if "currency" in changed:
        await enqueue(uow, "rates.derive", {})
