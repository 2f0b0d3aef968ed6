"""Amounts: whole minor units of a currency, beside them the same in the firm's own."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from babel.numbers import get_currency_precision, parse_decimal

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind
from crm.records.kinds.numbers import LARGEST
from kernel.filters import BadFilter
from kernel.formats import format_money
from kernel.i18n import _, current_locale
from kernel.money import CURRENCIES, Money, from_decimal
from kernel.principal import Principal


class MoneyKind(ValueKind):
    """`{"amount_minor", "currency"}`; filtered and sorted by its worth in the base currency.

    A filter's value is whole minor units of the base currency.
    """

    json = Money
    ops = ("gt", "lt", "between", *EMPTY_OPS)
    ordered = True
    control = "money"
    side = "number_value"

    def column(self, field: Field) -> str:
        return f"{field.name}_base"

    def clean(self, _field: Field, value: Any, /) -> Any:
        if value["currency"] not in CURRENCIES:
            raise Unfit(_("A currency is three letters such as EUR, USD or CNY."))
        if abs(value["amount_minor"]) > LARGEST // 1000:
            raise Unfit(_("This amount is too large."))
        return {"amount_minor": value["amount_minor"], "currency": value["currency"]}

    def operand(self, _field: Field, value: Any, principal: Principal, /) -> Any:
        if isinstance(value, dict) and value.get("currency") == principal.currency:
            value = value.get("amount_minor")
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            raise BadFilter(
                _("An amount in the smallest unit of %(currency)s is expected in the filter."),
                currency=principal.currency,
            )
        return value

    def asked(self, _field: Field, text: str, principal: Principal, /) -> Any:
        return _read(text, principal.currency).amount_minor

    def asked_text(self, _field: Field, value: Any, principal: Principal, /) -> str:
        minor = value["amount_minor"] if isinstance(value, dict) else value
        return _written(minor, principal.currency)

    def typed(self, _field: Field, value: Any, /) -> str:
        return f"{_written(value['amount_minor'], value['currency'])} {value['currency']}"

    def read(self, _field: Field, text: str, /) -> Any:
        amount, _blank, currency = text.rpartition(" ")
        currency = currency.upper()
        if currency not in CURRENCIES:
            raise ValueError
        return msgspec.structs.asdict(_read(amount, currency))

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return format_money(value["amount_minor"], value["currency"])

    def cell(self, field: Field, value: Any, _name_of: NameOf, /) -> str:
        return self.typed(field, value)


def _written(minor: int, currency: str) -> str:
    digits = get_currency_precision(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


def _read(amount: str, currency: str) -> Money:
    """As the reader's language writes numbers; a comma in the wrong place is refused."""
    written = amount.strip().replace(" ", "")
    number = parse_decimal(written, locale=current_locale(), strict=True)
    try:
        return from_decimal(number, currency)
    except InvalidOperation as error:
        raise ValueError from error
