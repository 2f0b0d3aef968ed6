"""Money as Stripe counts it, which for a few currencies is not as ISO 4217 does."""

from typing import Final

from babel.numbers import get_currency_precision

from kernel.money import Money

_ZERO: Final = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
_THREE: Final = frozenset("BHD JOD KWD OMR TND".split())


class NotInUnits(ValueError):
    """An amount that Stripe cannot charge: it would have to be rounded."""


def decimals(currency: str) -> int:
    """How many decimals Stripe's smallest unit stands for."""
    if currency in _ZERO:
        return 0
    return 3 if currency in _THREE else 2


def told(money: Money) -> int:
    """The amount as Stripe is told it; raises `NotInUnits` rather than round."""
    shift = decimals(money.currency) - get_currency_precision(money.currency)
    amount, rest = divmod(money.amount_minor * _ten(shift), _ten(-shift))
    # Of three decimals the last one has to be nought.
    if rest or (money.currency in _THREE and amount % 10):
        raise NotInUnits(f"{money.amount_minor} {money.currency}")
    return amount


def _ten(power: int) -> int:
    return int(10 ** max(power, 0))


def heard(amount: int, currency: str) -> Money:
    """An amount that Stripe tells; raises `NotInUnits` rather than round."""
    code = currency.upper()
    shift = get_currency_precision(code) - decimals(code)
    minor, rest = divmod(amount * _ten(shift), _ten(-shift))
    if rest:
        raise NotInUnits(f"{amount} {code}")
    return Money(minor, code)
