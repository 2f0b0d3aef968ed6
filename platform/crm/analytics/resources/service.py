"""Per rep: what is owned, protected, in danger, forgotten; what came from the pool and left."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.analytics.figures import Figure, Grouping, both, column, summed
from crm.analytics.periods import Period
from crm.analytics.questions import span_of
from crm.customers.company.model import COMPANY
from crm.records.questions import ask
from crm.records.shares import share
from kernel import clock
from kernel.filters import EVERYTHING, Group, Node, Test
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

DANGER: Final = timedelta(days=3)
FORGOTTEN: Final = timedelta(days=30)
NOTHING: Final = Figure(worth=None, weighted=None)
_CAME: Final = "os.cause = 'claim' AND os.started_at >= {first} AND os.started_at < {after}"
_WENT: Final = (
    "os.end_cause IN ('release', 'reclaim') AND os.ended_at >= {first} AND os.ended_at < {after}"
)


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """A rep's companies now, and in the period those claimed from the pool and gone back.

    `ratio` is claimed ÷ returned; none where nothing went back.
    """

    owner_id: UUID | None
    owned: Figure
    protected: Figure
    danger: Figure
    untouched: Figure
    claimed: Figure
    returned: Figure
    ratio: float | None


async def resources(uow: UnitOfWork, principal: Principal, period: Period) -> list[Resources]:
    """Of the companies that the principal sees, by rep (sales.md B18)."""
    now = await summed(uow, principal, COMPANY, EVERYTHING, _standing(), column("owner_id"))
    whole = {"all": EVERYTHING}
    first, after = period.moments(principal.time_zone)
    came, went = [
        await summed(uow, principal, COMPANY, EVERYTHING, whole, _moved(name, how, first, after))
        for name, how in (("claimed", _CAME), ("returned", _WENT))
    ]
    made = [
        _line(owner, now.get(owner, {}), came.get(owner, {}), went.get(owner, {}))
        for owner in {*now, *came, *went} - {None}
    ]
    return sorted(made, key=lambda line: (-line.owned.count, str(line.owner_id)))


def _standing() -> dict[str, Node]:
    soon, long_ago = clock.now() + DANGER, (clock.now() - FORGOTTEN).isoformat()
    never = both(Test("last_activity_at", "is_empty"), Test("created_at", "lt", long_ago))
    return {
        "owned": EVERYTHING,
        "protected": Test("protected", "eq", value=True),
        # As `days_left` counts: up to three days, those whose day has come too.
        "danger": Test("reclaim_at", "lte", soon.isoformat()),
        "untouched": Group("or", (Test("last_activity_at", "lt", long_ago), never)),
    }


def _line(owner: Any, now: Any, came: Any, went: Any) -> Resources:
    claimed, returned = came.get("all", NOTHING), went.get("all", NOTHING)
    return Resources(
        owner_id=owner,
        **{n: now.get(n, NOTHING) for n in ("owned", "protected", "danger", "untouched")},
        claimed=claimed,
        returned=returned,
        ratio=share(claimed.count, returned.count),
    )


def _moved(name: str, how: str, first: datetime, after: datetime) -> Grouping:
    """By who claimed it or let it go: each company once for each of them."""

    def join(args: Args) -> str:
        when = how.format(first=args(first), after=args(after))
        return (
            "JOIN (SELECT DISTINCT os.record_id, os.owner_id FROM ownership_span os "
            f"WHERE os.tenant_id = $1 AND os.record_type = 'company' AND {when}) bm "
            "ON bm.record_id = a.id"
        )

    said = [first.isoformat(), after.isoformat()]
    return Grouping("bm.owner_id", lambda key: Test(name, "eq", [str(key), *said]), join)


def _protected(_test: Test, principal: Principal, args: Args, alias: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM protection q WHERE q.tenant_id = {args(principal.tenant_id)} "
        f"AND q.record_id = {alias}.id AND q.lifted_at IS NULL AND q.until > {args(clock.now())})"
    )


def _span(how: str) -> Any:
    def sql(test: Test, principal: Principal, args: Args, alias: str) -> str:
        owner, first, after = span_of(test.value)
        when = how.format(first=args(first), after=args(after))
        return (
            f"EXISTS (SELECT 1 FROM ownership_span os WHERE os.tenant_id = "
            f"{args(principal.tenant_id)} AND os.record_id = {alias}.id "
            f"AND os.owner_id = {args(owner)} AND {when})"
        )

    return sql


ask("company", "protected", lazy("Protected"), _protected)
ask("company", "claimed", lazy("Claimed in the period by"), _span(_CAME))
ask("company", "returned", lazy("Gone back in the period from"), _span(_WENT))
