"""Wins and losses of a period: the rate and how sure it is, by source, rep, reason, competitor."""

from typing import Any, Final

import msgspec

from crm.analytics.cut import Cut
from crm.analytics.figures import Figure, Grouping, both, column, summed, total
from crm.analytics.questions import BY_PRODUCT, DISCOUNT_BAND, LAST_OPEN
from crm.records.narrowing import as_seen
from crm.records.shares import share, wilson
from crm.sales.deal.model import DEAL
from kernel.filters import EVERYTHING, Node, Test
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

WON: Final = Test("status", "eq", "won")
LOST: Final = Test("status", "eq", "lost")
PARTS: Final[dict[str, Node]] = {"won": WON, "lost": LOST}
LOST_IN: Final = Grouping(
    LAST_OPEN.format(tenant="$1", deal="a.id"),
    lambda key: Test("lost_in", "eq", str(key) if key else None),
)
# Closed deals in which the competitor took part.
COMPETITOR: Final = Grouping(
    "bl.to_id",
    lambda key: Test("competitors", "eq", str(key)),
    lambda _args: (
        "JOIN link bl ON bl.tenant_id = $1 AND bl.from_id = a.id AND bl.kind = 'competitors'"
    ),
)
DISCOUNT: Final = Grouping(
    DISCOUNT_BAND.format(tenant="$1", deal="a.id"), lambda key: Test("discount", "eq", key)
)
# What each table is by, and the field without which its reader may not see it.
TABLES: Final[dict[str, tuple[Grouping, str]]] = {
    "source": (column("source"), "source"),
    "owner": (column("owner_id"), "owner_id"),
    "competitor": (COMPETITOR, "competitors"),
    "product": (BY_PRODUCT, "name"),
    "discount": (DISCOUNT, "amount"),
}


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """Of how many deals `rate` is the share won; `low` and `high` hold it with 95 %."""

    key: str | None
    won: Figure
    lost: Figure
    sample: int
    rate: float | None
    low: float | None
    high: float | None
    by_value: float | None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason, or the stage where deals were lost; `cumulative` is with those before it."""

    key: str | None
    lost: Figure
    share: float | None
    cumulative: float | None


class WinLoss(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about the deals that were closed in a period; invalid ones are in nothing."""

    all: Rate
    by: dict[str, list[Rate]]
    reasons: list[Reason]
    stages: list[Reason]


async def winloss(uow: UnitOfWork, principal: Principal, cut: Cut) -> WinLoss:
    """Win rate = won ÷ (won + lost), by count and by value (sales.md B7)."""
    where = both(*cut.what(), cut.period.during("closed_at", principal.time_zone))
    seen = as_seen(DEAL, principal)
    shown = {*(n for n, f in seen.fields.items() if not f.masked), *seen.relations}
    by = {}
    for name, (grouping, field) in TABLES.items():
        if field in shown and (name != "product" or principal.may("product:see")):
            found = await summed(uow, principal, DEAL, where, PARTS, grouping)
            by[name] = _ranked(found)
    return WinLoss(
        all=rate_of(await total(uow, principal, DEAL, where, PARTS)),
        by=by,
        reasons=(
            await _lost(uow, principal, where, column("lost_reason"))
            if "lost_reason" in shown
            else []
        ),
        stages=await _lost(uow, principal, where, LOST_IN),
    )


async def lost_by(uow: UnitOfWork, principal: Principal, where: Node, name: str) -> list[Reason]:
    """Of the lost deals how many by each value of a field."""
    return await _lost(uow, principal, where, column(name))


async def _lost(uow: UnitOfWork, principal: Principal, where: Node, by: Grouping) -> list[Reason]:
    """The most frequent first, with what they add up to (Pareto)."""
    found = await summed(uow, principal, DEAL, both(where, LOST), {"lost": EVERYTHING}, by)
    figures = sorted(
        ((key, parts["lost"]) for key, parts in found.items()),
        key=lambda pair: (-pair[1].count, -(pair[1].worth or 0), str(pair[0])),
    )
    every, seen, made = sum(f.count for _key, f in figures), 0, []
    for key, figure in figures:
        seen += figure.count
        made.append(
            Reason(
                key=_text(key),
                lost=figure,
                share=share(figure.count, every),
                cumulative=share(seen, every),
            )
        )
    return made


def _ranked(found: dict[Any, dict[str, Figure]]) -> list[Rate]:
    rates = [_rate(key, parts) for key, parts in found.items()]
    return sorted((rate for rate in rates if rate.sample), key=lambda r: (-r.sample, str(r.key)))


def rate_of(parts: dict[str, Figure]) -> Rate:
    """How often we win, of what was won and lost."""
    return _rate(None, parts)


def _rate(key: Any, parts: dict[str, Figure]) -> Rate:
    won, lost = parts["won"], parts["lost"]
    sample = won.count + lost.count
    low, high = wilson(won.count, sample) or (None, None)
    hidden = won.worth is None or lost.worth is None
    return Rate(
        key=_text(key),
        won=won,
        lost=lost,
        sample=sample,
        rate=share(won.count, sample),
        low=low,
        high=high,
        by_value=None if hidden else share(won.worth or 0, (won.worth or 0) + (lost.worth or 0)),
    )


def _text(key: Any) -> str | None:
    return None if key is None else str(key)
