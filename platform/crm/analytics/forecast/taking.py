"""Taking the forecast down: once a week for every workspace, by owner and month."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from crm.analytics.periods import Period, around
from crm.records.rates.worth import today_in
from kernel import clock
from kernel.ids import derived_id
from kernel.transaction import UnitOfWork

MONTHS_AHEAD: Final = 3

_WORKSPACE: Final = "SELECT w.currency, w.time_zone FROM workspace w WHERE w.id = $1"
# Lost deals count nowhere, nor do those that are left out of the forecast.
_STANDING: Final = """
SELECT a.owner_id, a.team_id,
    coalesce(sum(a.amount_base) FILTER (WHERE a.status = 'won'), 0) AS won,
    coalesce(sum(a.amount_base) FILTER (WHERE a.status = 'open' AND a.forecast = 'commit'), 0)
        AS commit,
    coalesce(sum(a.amount_base) FILTER (WHERE a.status = 'open' AND a.forecast = 'best_case'), 0)
        AS best_case,
    coalesce(sum(a.amount_base) FILTER (WHERE a.status = 'open' AND a.forecast = 'pipeline'), 0)
        AS pipeline,
    coalesce(round(sum(a.amount_base::numeric * coalesce(a.probability, s.probability))
        FILTER (WHERE a.status = 'open' AND a.forecast = ANY($6)) / 100), 0) AS weighted
FROM deal a JOIN stage s ON s.tenant_id = $1 AND s.id = a.stage_id
WHERE a.tenant_id = $1 AND a.deleted_at IS NULL AND (
    (a.status = 'won' AND a.closed_at >= $2 AND a.closed_at < $3)
    OR (a.status = 'open' AND a.expected_close >= $4 AND a.expected_close < $5))
GROUP BY a.owner_id, a.team_id
"""
_KEPT: Final = """
INSERT INTO forecast_snapshot (tenant_id, id, taken_on, month, owner_id, team_id, currency, won,
    "commit", best_case, pipeline, weighted, taken_at)
SELECT $1, u.id, $2, $3, u.owner_id, u.team_id, $4, u.won, u.sure, u.best_case, u.pipeline,
    u.weighted, $5
FROM unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[], $11::bigint[],
    $12::bigint[], $13::bigint[])
    AS u(id, owner_id, team_id, won, sure, best_case, pipeline, weighted)
ON CONFLICT (tenant_id, id) DO UPDATE SET won = excluded.won, "commit" = excluded."commit",
    best_case = excluded.best_case, pipeline = excluded.pipeline, weighted = excluded.weighted,
    currency = excluded.currency, taken_at = excluded.taken_at
"""


async def take(uow: UnitOfWork) -> None:
    """The months of this quarter, and some ahead; again on the same day takes its place."""
    workspace = await uow.fetchrow(_WORKSPACE, uow.tenant_id)
    if workspace is None or uow.tenant_id is None:
        return
    day = today_in(workspace["time_zone"])
    for month in months_of(day):
        rows = await uow.fetch(
            _STANDING,
            uow.tenant_id,
            *Period("month", month).moments(workspace["time_zone"]),
            month,
            Period("month", month).after,
            ["best_case", "pipeline"],
        )
        if rows:
            await _keep(uow, uow.tenant_id, day, month, workspace["currency"], rows)


def months_of(day: date) -> list[date]:
    """Those whose forecast is taken down on a day."""
    return [
        *around("quarter", day).months(),
        *(m for n in range(1, MONTHS_AHEAD + 1) if (m := around("month", day).moved(n).first)
          >= around("quarter", day).after),
    ]  # fmt: skip


async def _keep(
    uow: UnitOfWork, tenant: UUID, day: date, month: date, currency: str, rows: list[Any]
) -> None:
    await uow.execute(
        _KEPT,
        tenant,
        day,
        month,
        currency,
        clock.now(),
        [snapshot_id(tenant, day, month, row["owner_id"], row["team_id"]) for row in rows],
        *(
            [row[name] for row in rows]
            for name in ("owner_id", "team_id", "won", "commit", "best_case", "pipeline")
        ),
        [int(row["weighted"]) for row in rows],
    )


def snapshot_id(
    tenant: UUID, day: date, month: date, owner: UUID | None, team: UUID | None
) -> UUID:
    """One a day for a month and an owner."""
    return derived_id(tenant, f"forecast {day} {month} {owner} {team}")
