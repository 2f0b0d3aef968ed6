"""Whole numbers."""

from typing import Annotated, Any

from msgspec import Meta

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind
from kernel.filters import BadFilter
from kernel.formats import format_number
from kernel.i18n import _
from kernel.principal import Principal

LARGEST = 2**63 - 1
Whole = Annotated[int, Meta(ge=-(2**63), le=LARGEST)]


class NumberKind(ValueKind):
    """A whole number, within the field's bounds where it has them."""

    json = Whole
    ops = ("eq", "lt", "gt", "between", "in", *EMPTY_OPS)
    ordered = True
    control = "number"
    side = "number_value"

    def clean(self, field: Field, value: Any, /) -> Any:
        if abs(value) > LARGEST:
            raise Unfit(_("This number is too large."))
        if field.least is not None and value < field.least:
            raise Unfit(_("At least %(least)s, please.") % {"least": format_number(field.least)})
        if field.most is not None and value > field.most:
            raise Unfit(_("At most %(most)s, please.") % {"most": format_number(field.most)})
        return value

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
            raise BadFilter(_("A whole number is expected in the filter."))
        return value

    def asked(self, _field: Field, text: str, _principal: Principal, /) -> Any:
        return int(text)

    def read(self, _field: Field, text: str, /) -> Any:
        return int(text)

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return format_number(value)
