"""What a made-up firm set out to reach, and what it forecast week by week."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from app.seed.offers import Offer
from app.seed.rows import Member
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.analytics.forecast.taking import months_of, snapshot_id
from crm.analytics.periods import Period, around
from crm.analytics.targets.service import Wish, target_id
from crm.sales.pipeline.reading import first_stages

WEEKS: Final = 30
SHARES: Final = tuple(stage[2] for stage in first_stages())
DAY: Final = timedelta(days=1)
MONTHS: Final = 11


@dataclass(slots=True)
class Sold:
    """An offer as it was filed: whose deal it is and what it is worth in the base currency."""

    offer: Offer
    owner_id: UUID
    team_id: UUID | None
    worth: int


class Aims:
    """Targets from what the reps usually win, and guesses that came near to what they won."""

    def __init__(self, workspace: Workspace, shelf: Shelf, sold: list[Sold]) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._sold = sold
        self._today = workspace.now.date()
        self._rng = workspace.random("forecasts")
        self._sums: Counter[tuple[str, UUID | None, str, str]] = Counter()
        self._by_owner: dict[tuple[UUID, UUID | None], list[Sold]] = {}
        for one in sold:
            self._by_owner.setdefault((one.owner_id, one.team_id), []).append(one)

    def run(self) -> None:
        """This year's targets; the forecast of every Monday behind us."""
        self._targets()
        monday = self._today - timedelta(days=self._today.weekday())
        for week in range(WEEKS, -1, -1):
            day = monday - timedelta(weeks=week)
            for month in months_of(day):
                self._snapshots(day, month)

    def _targets(self) -> None:
        reps, year = self._workspace.staff.reps, around("year", self._today)
        visits = max(self._workspace.size.activities // (60 * len(reps)), 2)
        usual = max(sum(self._usual(rep.id, money=True) for rep in reps) // len(reps), 1)
        for rep in reps:
            amount = max(self._usual(rep.id, money=True), usual // 2)
            deals = max(self._usual(rep.id, money=False), 1)
            sums = []
            for month in year.months():
                period = Period("month", month)
                won = self._won_by(rep.id, period)
                # A large deal is seen coming, and aimed at.
                sums.append(_round(max(amount, sum(one.worth for one in won) * 9 // 10)))
                self._aim(rep, "contract_amount", period, sums[-1])
                self._aim(rep, "won_deals", period, max(deals, len(won) - 1))
                self._aim(rep, "visits", period, visits)
            for quarter in range(4):
                period = Period("quarter", year.months()[quarter * 3])
                self._aim(rep, "contract_amount", period, sum(sums[quarter * 3 : quarter * 3 + 3]))
            self._aim(rep, "contract_amount", year, sum(sums))
        for (scope, subject, metric, code), value in self._sums.items():
            self._target(scope, subject, metric, code, value)

    def _aim(self, rep: Member, metric: Any, period: Period, value: int) -> None:
        """A rep's own; it counts for the team and the firm."""
        self._target("user", rep.id, metric, period.code, value)
        if rep.team_id:
            self._sums["team", rep.team_id, metric, period.code] += value
        self._sums["company", None, metric, period.code] += value

    def _usual(self, rep: UUID, *, money: bool) -> int:
        """What a month brings to the rep, and a little more."""
        won = [o for o in self._sold if o.offer.status == "won" and o.owner_id == rep]
        return (sum(one.worth for one in won) if money else len(won)) * 11 // (10 * MONTHS)

    def _won_by(self, rep: UUID, period: Period) -> list[Sold]:
        now = self._workspace.now
        return [o for o in self._sold if o.owner_id == rep and _won(o, period, now)]

    def _target(self, scope: Any, subject: UUID | None, metric: Any, code: str, value: int) -> None:
        tenant = self._workspace.id
        team = subject if scope == "team" else None
        member = subject if scope == "user" else None
        wish = Wish(team_id=team, member_id=member, metric=metric, period=code, value=value)
        self._rows["target"].append(
            (
                tenant,
                target_id(tenant, wish),
                scope,
                team,
                member,
                metric,
                code,
                value,
                self._workspace.created_at,
                self._workspace.members[0].id,
            )
        )

    def _snapshots(self, day: date, month: date) -> None:
        at, period = datetime.combine(day, time(3, 37), UTC), Period("month", month)
        tenant = self._workspace.id
        for (owner, team), sold in self._by_owner.items():
            won = sum(one.worth for one in sold if _won(one, period, at))
            rest = max(self._in_the_end(sold, period) - won, 0)
            # Nobody guesses right; the nearer the end, the better.
            guess = rest * (0.75 + 0.4 * self._rng.random())
            sure = guess * min(max(1 - (period.after - day).days / 60, 0), 1)
            found = (int(sure), int((guess - sure) * 1.2), int((guess - sure) * 1.6))
            if not won and not guess:
                continue
            self._rows["forecast_snapshot"].append(
                (
                    tenant,
                    snapshot_id(tenant, day, month, owner, team),
                    day,
                    month,
                    owner,
                    team,
                    self._workspace.currency,
                    won,
                    *found,
                    int(guess - sure),
                    at,
                )
            )

    def _in_the_end(self, sold: list[Sold], period: Period) -> int:
        """What the month brought; of one that is not over, what it is likely to bring."""
        won = sum(one.worth for one in sold if _won(one, period, self._workspace.now))
        if period.after <= self._today:
            return won
        return won + sum(
            one.worth * SHARES[one.offer.path[-1]] // 100
            for one in sold
            if one.offer.status == "open" and _inside(one.offer.expected_close, period)
        )


def _won(one: Sold, period: Period, at: datetime) -> bool:
    """Whether it was won in the month, and by then."""
    closed = one.offer.closed_at
    won = one.offer.status == "won" and closed is not None and closed <= at
    return won and closed is not None and _inside(closed.date(), period)


def _inside(day: date, period: Period) -> bool:
    return period.first <= day < period.after


def _round(amount: int) -> int:
    """To two digits: nobody sets out to reach 73,912.45."""
    unit: int = 10 ** max(len(str(amount)) - 2, 0)
    return max(amount // unit * unit, 1)
