"""Whole numbers, and those that people write with a decimal point."""

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import Meta

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind
from kernel.filters import BadFilter
from kernel.formats import format_number
from kernel.i18n import _
from kernel.principal import Principal

LARGEST = 2**63 - 1
_WRITTEN: Final = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,18})?")
Whole = Annotated[int, Meta(ge=-(2**63), le=LARGEST)]


class NumberKind(ValueKind):
    """A whole number, within the field's bounds where it has them.

    One with decimal places is whole in JSON, and written with a point by people.
    """

    json = Whole
    ops = ("eq", "lt", "gt", "between", "in", *EMPTY_OPS)
    ordered = True
    control = "number"
    side = "number_value"

    def clean(self, field: Field, value: Any, /) -> Any:
        if abs(value) > LARGEST:
            raise Unfit(_("This number is too large."))
        if field.least is not None and value < field.least:
            least = self._in_words(field, field.least)
            raise Unfit(_("At least %(least)s, please.") % {"least": least})
        if field.most is not None and value > field.most:
            most = self._in_words(field, field.most)
            raise Unfit(_("At most %(most)s, please.") % {"most": most})
        return value

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            raise BadFilter(_("A whole number is expected in the filter."))
        return value

    def asked(self, field: Field, text: str, _principal: Principal, /) -> Any:
        return self.read(field, text)

    def asked_text(self, field: Field, value: Any, _principal: Principal, /) -> str:
        return self.typed(field, value)

    def typed(self, field: Field, value: Any, /) -> str:
        if not field.places:
            return str(value)
        return f"{Decimal(value).scaleb(-field.places):f}".rstrip("0").rstrip(".")

    def read(self, field: Field, text: str, /) -> Any:
        if not field.places:
            return int(text)
        if not _WRITTEN.fullmatch(text.strip()):
            raise ValueError
        return scaled(Decimal(text.strip()), field.places)

    def said(self, field: Field, value: Any, _name_of: NameOf, /) -> str:
        return self._in_words(field, value)

    def cell(self, field: Field, value: Any, _name_of: NameOf, /) -> str:
        return self.typed(field, value)

    def _in_words(self, field: Field, value: int) -> str:
        return self.typed(field, value) if field.places else format_number(value)


def scaled(number: Decimal, places: int) -> int:
    """So many of its last decimal place."""
    return round(number.scaleb(places))
