"""Amounts in the base currency, at the rate of the day."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from crm.records.types import RecordType
from kernel import clock
from kernel.i18n import zone
from kernel.money import Money, from_decimal
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_RATES = """
SELECT DISTINCT ON (r.tenant_id, r.currency) r.currency, r.rate, r.day FROM exchange_rate r
WHERE r.tenant_id = $1 AND r.base = $2 AND r.currency = ANY($3) AND r.day <= $4
ORDER BY r.tenant_id, r.currency, r.day DESC
"""


class Rate(msgspec.Struct, frozen=True):
    """One unit of a currency in units of the base, and since when."""

    rate: Decimal
    day: date

    @classmethod
    def read(cls, text: str, day: date) -> "Rate":
        """As the table keeps it."""
        return cls(Decimal(text), day)


def worth(money: Money, rate: Decimal, base: str) -> int:
    """Minor units of the base currency, rounded half to even."""
    return from_decimal(money.decimal() * rate, base).amount_minor


def today(principal: Principal) -> date:
    """The day on the principal's clock."""
    return today_in(principal.time_zone)


def today_in(time_zone: str) -> date:
    """The day on the clocks of a zone."""
    return clock.now().astimezone(zone(time_zone)).date()


async def rates(
    uow: UnitOfWork, principal: Principal, currencies: set[str], on: date | None = None
) -> dict[str, Rate]:
    """The rates that hold on a day (today); the base currency itself is 1."""
    day = on or today(principal)
    known = {principal.currency: Rate(Decimal(1), day)}
    others = sorted(currencies - {principal.currency})
    if others:
        rows = await uow.fetch(_RATES, principal.tenant_id, principal.currency, others, day)
        known |= {row["currency"]: Rate(Decimal(row["rate"]), row["day"]) for row in rows}
    return known


async def in_base(
    uow: UnitOfWork, principal: Principal, kind: RecordType, values: dict[str, Any]
) -> dict[str, int | None]:
    """The base columns of the amounts among the values; None where no rate is known."""
    currencies = currencies_of(kind, values)
    known = await rates(uow, principal, currencies) if currencies else {}
    return based(principal, kind, values, known)


def currencies_of(kind: RecordType, values: dict[str, Any]) -> set[str]:
    """What the amounts among the values are in."""
    said = (values.get(name) for name in kind.money_fields)
    return {value["currency"] for value in said if value}


def based(
    principal: Principal, kind: RecordType, values: dict[str, Any], known: dict[str, Rate]
) -> dict[str, int | None]:
    """The same, at rates that are known already."""
    found: dict[str, int | None] = {}
    for name in kind.money_fields:
        if name not in values:
            continue
        value = values[name]
        rate = known.get(value["currency"]) if value else None
        found[f"{name}_base"] = (
            worth(Money(**value), rate.rate, principal.currency) if value and rate else None
        )
    return found
