"""A firm's deals, made up at random, and known in plain Python beside the database."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kernel.ids import uuid7

NOW = datetime.now(UTC)
ZONE = ZoneInfo("Europe/Berlin")
# The day that the firms have, whatever UTC says late in the evening.
TODAY = NOW.astimezone(ZONE).date()
DAY = timedelta(days=1)


def year_of(at: datetime) -> int:
    """The firms' year, which begins an hour before that of UTC."""
    return at.astimezone(ZONE).year


@dataclass
class Dealing:
    """A deal as it was put there; `path` are places of stages with the time of coming in."""

    id: UUID
    owner: UUID
    status: str
    path: list[tuple[int, datetime]]
    amount: int | None
    worth: int | None
    probability: int | None
    forecast: str
    due: date | None
    source: str | None
    reason: str | None
    closed_at: datetime | None
    rivals: list[UUID] = field(default_factory=list)
    products: list[UUID] = field(default_factory=list)

    @property
    def stage(self) -> int:
        return self.path[-1][0]

    @property
    def first(self) -> datetime:
        return self.path[0][1]


def sums(found: list[Dealing]) -> tuple[int, int, int]:
    """Count, worth, and amounts without a rate."""
    missing = sum(d.amount is not None and d.worth is None for d in found)
    return len(found), sum(d.worth or 0 for d in found), missing


class Dealings:
    """Puts made-up deals into a workspace, past its doors."""

    def __init__(self, admin: Any, tenant: str, stages: list[Any], seed: int) -> None:
        self.admin = admin
        self.tenant = UUID(tenant)
        self.stages = stages
        self.rng = Random(seed)  # noqa: S311 -- the same world every time
        self.all: list[Dealing] = []

    async def some(self, count: int, owners: list[str], rivals: list[str]) -> list[Dealing]:
        """So many more."""
        for _n in range(count):
            deal = self._deal([UUID(o) for o in owners], [UUID(r) for r in rivals])
            await self._put(deal)
            self.all.append(deal)
        return self.all

    def _deal(self, owners: list[UUID], rivals: list[UUID]) -> Dealing:
        rng = self.rng
        status = rng.choice(["open", "open", "won", "lost", "invalid"])
        ends = {"won": [4], "lost": [5]}.get(status, [])
        steps = sorted(rng.sample(range(4), rng.randint(1, 4)))
        if rng.random() < 0.2:
            rng.shuffle(steps)
        at = NOW - rng.random() * 500 * DAY
        path = []
        for place in [*steps, *ends]:
            path.append((place, at))
            at = min(at + rng.random() * 40 * DAY, NOW - timedelta(minutes=1))
        amount = rng.choice([None, rng.randint(1, 10**7)])
        return Dealing(
            id=uuid7(),
            owner=rng.choice(owners),
            status=status,
            path=path,
            amount=amount,
            worth=None if amount is None or rng.random() < 0.1 else amount,
            probability=rng.choice([None, rng.randint(0, 100)]),
            forecast={"won": "closed", "lost": "omit", "invalid": "omit"}.get(status)
            or rng.choice(["omit", "pipeline", "best_case", "commit"]),
            due=rng.choice([None, (NOW + rng.randint(-60, 60) * DAY).date()]),
            source=rng.choice([None, "fair", "website"]),
            reason=rng.choice(["price", "budget"]) if status == "lost" else None,
            closed_at=None if status == "open" else path[-1][1],
            rivals=[rival for rival in rivals if rng.random() < 0.3],
        )

    async def _put(self, deal: Dealing) -> None:
        tenant, stage = self.tenant, self.stages[deal.stage]
        said = None
        if deal.amount is not None:
            code = "USD" if deal.worth is not None else "EUR"
            said = json.dumps({"amount_minor": deal.amount, "currency": code})
        await self.admin.execute(
            "INSERT INTO record (tenant_id, id, type, title, owner_id) "
            "VALUES ($1, $2, 'deal', 'Deal', $3)",
            tenant,
            deal.id,
            deal.owner,
        )
        await self.admin.execute(
            "INSERT INTO deal (tenant_id, id, owner_id, name, amount, amount_base, pipeline_id, "
            "stage_id, rank, status, expected_close, probability, forecast, source, lost_reason, "
            "closed_at, stage_entered_at, created_at, updated_at) VALUES ($1, $2, $3, 'Deal', $4, "
            "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)",
            tenant,
            deal.id,
            deal.owner,
            said,
            deal.worth,
            UUID(stage["pipeline_id"]),
            UUID(stage["id"]),
            len(self.all),
            deal.status,
            deal.due,
            deal.probability,
            deal.forecast,
            deal.source,
            deal.reason,
            deal.closed_at,
            deal.path[-1][1],
            deal.first,
        )
        await self._beside(deal)

    async def _beside(self, deal: Dealing) -> None:
        ends = [at for _place, at in deal.path[1:]]
        ends += [deal.closed_at if deal.status == "invalid" else None]
        for (place, begin), end in zip(deal.path, ends, strict=True):
            await self.admin.execute(
                "INSERT INTO deal_stage_span (tenant_id, id, deal_id, stage_id, from_at, to_at) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                self.tenant,
                uuid7(),
                deal.id,
                UUID(self.stages[place]["id"]),
                begin,
                end,
            )
        for rival in deal.rivals:
            await self.admin.execute(
                "INSERT INTO link (tenant_id, from_id, kind, to_id) "
                "VALUES ($1, $2, 'competitors', $3)",
                self.tenant,
                deal.id,
                rival,
            )
