"""Money: whole minor units of a currency, never a float."""

from decimal import ROUND_HALF_EVEN, Decimal

import msgspec
from babel.numbers import get_currency_precision, list_currencies

CURRENCIES = frozenset(list_currencies())


class Money(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount_minor` in the currency's smallest unit (ISO 4217: cents for EUR, yen for JPY)."""

    amount_minor: int
    currency: str

    def decimal(self) -> Decimal:
        """The amount in whole units."""
        return Decimal(self.amount_minor).scaleb(-get_currency_precision(self.currency))

    @property
    def written(self) -> str:
        """The amount and its currency, whatever language is spoken."""
        return f"{self.decimal()} {self.currency}"


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Rounded half to even to the currency's minor unit."""
    step = Decimal(1).scaleb(-get_currency_precision(currency))
    minor = amount.quantize(step, rounding=ROUND_HALF_EVEN) / step
    return Money(int(minor), currency)
