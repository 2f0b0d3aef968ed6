"""What all workspaces bring in together: asked by whoever may read the spans of all of them."""

from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from kernel import clock
from kernel.transaction import UnitOfWork

# A year's revenue, at the beginning and at the end of each month, of each workspace and currency.
# A month that is not over ends now.
_ENDS: Final = """
FROM unnest($1::timestamptz[], $2::timestamptz[]) AS m (begins, ends)
CROSS JOIN LATERAL (
    SELECT r.tenant_id, r.currency,
           sum(r.yearly_minor) FILTER (WHERE r.began_at <= m.begins
               AND (r.ended_at IS NULL OR r.ended_at > m.begins)) AS before,
           sum(r.yearly_minor) FILTER (WHERE r.began_at <= m.ends
               AND (r.ended_at IS NULL OR r.ended_at > m.ends)) AS after
    FROM revenue_span r WHERE r.phase = 'paid' AND r.began_at <= m.ends
        AND (r.ended_at IS NULL OR r.ended_at > m.begins)
    GROUP BY r.tenant_id, r.currency) x
CROSS JOIN LATERAL (SELECT coalesce(x.before, 0) AS a, coalesce(x.after, 0) AS b) y
"""
_MONTHS: Final = f"""
SELECT m.begins AS month, x.currency, sum(y.a)::bigint AS before, sum(y.b)::bigint AS after,
       coalesce(sum(y.b) FILTER (WHERE y.a = 0), 0)::bigint AS new,
       coalesce(sum(y.b - y.a) FILTER (WHERE y.a > 0 AND y.b > y.a), 0)::bigint AS expansion,
       coalesce(sum(y.a - y.b) FILTER (WHERE y.b > 0 AND y.b < y.a), 0)::bigint AS contraction,
       coalesce(sum(y.a) FILTER (WHERE y.b = 0), 0)::bigint AS churned,
       count(*) FILTER (WHERE y.a > 0) AS payers,
       count(*) FILTER (WHERE y.b > 0) AS payers_after,
       count(*) FILTER (WHERE y.a > 0 AND y.b = 0) AS lost
{_ENDS} WHERE y.a > 0 OR y.b > 0 GROUP BY m.begins, x.currency ORDER BY x.currency, m.begins DESC
"""
_TRIALS: Final = """
SELECT (SELECT count(*) FROM subscription s JOIN workspace w ON w.id = s.tenant_id
        WHERE s.status = 'trialing' AND w.status = 'active' AND s.trial_ends_at > $1) AS running,
       (SELECT count(*) FROM subscription s JOIN workspace w ON w.id = s.tenant_id
        WHERE s.status = 'trialing' AND w.status = 'active'
          AND s.trial_ends_at BETWEEN $1 AND $1::timestamptz + interval '7 days') AS ending,
       count(*) AS tried, count(*) FILTER (WHERE t.paid) AS converted
FROM (SELECT r.tenant_id, EXISTS (
          SELECT 1 FROM revenue_span p WHERE p.tenant_id = r.tenant_id AND p.yearly_minor > 0
              AND p.began_at >= max(r.ended_at)) AS paid
      FROM revenue_span r WHERE r.phase = 'trial' GROUP BY r.tenant_id
      HAVING max(coalesce(r.ended_at, 'infinity'))
          BETWEEN $1::timestamptz - interval '90 days' AND $1) t
"""


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month in one currency, in minor units of a year's revenue.

    `monthly(x)` is MRR: a twelfth of what the paid spans open at that moment bring in within a
    year: what a period is charged for, less the coupons that last. A coupon for one invoice,
    credit and tax on top change nothing; a plan given by hand brings in what the operator said.
    Of each workspace and currency the revenue at the
    beginning (a) is held against that at the end (b): new where a is nothing, churned where b is
    nothing, expansion or contraction where it grew or shrank. So
    before + new + expansion - contraction - churned = after.
    """

    month: datetime
    currency: str
    before: int
    after: int
    new: int
    expansion: int
    contraction: int
    churned: int
    payers: int
    payers_after: int
    lost: int

    @property
    def churn(self) -> float | None:
        """The share of the paying workspaces that pay nothing any more."""
        return self.lost / self.payers if self.payers else None

    @property
    def revenue_churn(self) -> float | None:
        """The share of the revenue that was lost, to those who went and to those who took less."""
        return (self.churned + self.contraction) / self.before if self.before else None


class Trials(msgspec.Struct, frozen=True):
    """Running now, ending within a week; of workspaces whose last ended in 90 days, who paid."""

    running: int
    ending: int
    tried: int
    converted: int


def monthly(yearly_minor: int) -> int:
    """A twelfth, rounded to the nearest minor unit, half up."""
    return (yearly_minor + 6) // 12


async def months(uow: UnitOfWork, *, most: int = 12) -> list[Month]:
    """The last months, by currency and the newest first; the first of them is not over."""
    begins, ends = bounds(clock.now(), most)
    rows: list[Any] = await uow.fetch(_MONTHS, begins, ends)
    return [Month(**row) for row in rows]


async def trials(uow: UnitOfWork) -> Trials:
    """How trials do."""
    row: Any = await uow.fetchrow(_TRIALS, clock.now())
    return Trials(**row)


def bounds(now: datetime, most: int) -> tuple[list[datetime], list[datetime]]:
    """Where the last months begin and end, in UTC, the present one first."""
    begins, ends = [], []
    year, month, end = now.year, now.month, now
    for _month in range(most):
        begin = datetime(year, month, 1, tzinfo=UTC)
        begins.append(begin)
        ends.append(end)
        end = begin
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return begins, ends
