"""The price list: what is sold, what was, and a new version of a plan. Nobody loses an old one."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any, Final
from uuid import UUID

import msgspec

from app.console.deeds.service import write_down
from app.console.people.service import Acting
from app.console.work import OperatorWork
from billing.plans.shelf import CURRENCIES, INTERVALS, Offer, offer_called, versions
from kernel import clock
from kernel.entitled import FEATURES, LIMITS
from kernel.errors import Conflict, Invalid
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.money import from_decimal

MOST: Final = 10**13
MOST_A_SEAT: Final = 100_000

_VERSIONS: Final = """
SELECT v.id, v.plan, v.number, v.sold_from,
       (SELECT count(*) FROM subscription s WHERE s.version_id = v.id
          AND s.status IN ('trialing', 'active', 'past_due')) AS held
FROM plan_version v JOIN plan p ON p.code = v.plan ORDER BY p.rank, v.number DESC
"""
_NEXT: Final = """
INSERT INTO plan_version (id, plan, number, sold_from, created_at)
SELECT $1, $2, max(v.number) + 1, $3, $3 FROM plan_version v WHERE v.plan = $2
ON CONFLICT (plan, number) DO NOTHING RETURNING number
"""
_PRICES: Final = """
INSERT INTO plan_price (version_id, currency, interval, unit_minor)
SELECT $1, c.currency, c.interval, c.unit_minor
FROM unnest($2::text[], $3::text[], $4::bigint[]) c (currency, interval, unit_minor)
ON CONFLICT DO NOTHING
"""
_ENTITLEMENTS: Final = """
INSERT INTO plan_entitlement (version_id, name, kind, amount, per_seat)
SELECT $1, e.name, e.kind, e.amount, e.per_seat
FROM unnest($2::text[], $3::text[], $4::bigint[], $5::boolean[]) e (name, kind, amount, per_seat)
ON CONFLICT DO NOTHING
"""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A version as it was typed: prices in minor units, limits (None has no end), features."""

    prices: Mapping[tuple[str, str], int]
    limits: Mapping[str, int | None]
    per_seat: frozenset[str]
    features: frozenset[str]


async def price_list(work: OperatorWork) -> list[tuple[Offer, Any]]:
    """Every version with all that belongs to it, and how many have it."""
    rows = await work.fetch(_VERSIONS)
    known = await versions(work, *(row["id"] for row in rows))
    return [(known[row["id"]], row) for row in rows]


async def publish(work: OperatorWork, me: Acting, plan: str, known: UUID, draft: Draft) -> int:
    """Sold from now on; `known` is the version that was looked at, so that nobody overwrites."""
    offer = await offer_called(work, plan)
    if offer.version_id != known:
        raise Conflict
    if not offer.free and not draft.prices:
        raise Invalid(_("A plan that is not free has a price in one currency at least."))
    if offer.free and any(draft.prices.values()):
        raise Invalid(_("The free plan costs nothing."))
    id, now = uuid7(), clock.now()
    number: int | None = await work.fetchval(_NEXT, id, plan, now)
    if number is None:
        raise Conflict
    keys = list(draft.prices)
    await work.execute(
        _PRICES, id, [k[0] for k in keys], [k[1] for k in keys], list(draft.prices.values())
    )
    named = [*draft.limits, *sorted(draft.features)]
    await work.execute(
        _ENTITLEMENTS,
        id,
        named,
        ["limit"] * len(draft.limits) + ["feature"] * len(draft.features),
        [*draft.limits.values(), *[None] * len(draft.features)],
        [name in draft.per_seat for name in named],
    )
    await write_down(work, me, "plan_published", said={"plan": plan, "number": number})
    return number


def draft_of(form: Mapping[str, str]) -> Draft:
    """What the form says; raises `Invalid` by its fields."""
    faults: dict[str, str] = {}
    prices: dict[tuple[str, str], int] = {}
    for key in product(CURRENCIES, INTERVALS):
        name = "price_{}_{}".format(*key)
        if text := form.get(name, "").strip():
            try:
                prices[key] = _minor(text, key[0])
            except ValueError:
                faults[name] = _("An amount, such as 15.00.")
    limits: dict[str, int | None] = {}
    for limit in LIMITS:
        text = form.get(f"limit_{limit}", "").strip()
        if not text:
            limits[limit] = None
        elif text.isdecimal() and int(text) <= MOST:
            limits[limit] = int(text)
        else:
            faults[f"limit_{limit}"] = _("A whole number, or nothing for no end.")
    if faults:
        raise Invalid(fields=faults)
    return Draft(
        prices=prices,
        limits=limits,
        per_seat=frozenset(name for name in LIMITS if form.get(f"per_seat_{name}")),
        features=frozenset(name for name in FEATURES if form.get(f"feature_{name}")),
    )


def _minor(text: str, currency: str) -> int:
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or not 0 <= amount <= MOST_A_SEAT:
        raise ValueError(text)
    return from_decimal(amount, currency).amount_minor
