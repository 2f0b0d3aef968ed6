"""What every kind of value answers."""

from collections.abc import Callable
from typing import Any, ClassVar

from crm.records.fields import Field
from kernel.filters import BadFilter
from kernel.i18n import _
from kernel.principal import Principal

NameOf = Callable[[Any], str]
EMPTY_OPS = ("is_empty", "is_not_empty")


class Unfit(ValueError):
    """A value that cannot be stored; its text says why, to whoever sent it."""


class ValueKind:
    """One kind of values; `ops` are the comparisons that pages offer.

    `ordered`: less and more mean something. `textual`: it has parts, and '' is empty too.
    `control` is the kind of control on forms. `empty` is what stands for nothing. `side` is the
    column that holds the values of custom fields, where lists can be sorted by it if it `sorts`.
    """

    json: ClassVar[Any] = str
    empty: ClassVar[Any] = None
    ops: ClassVar[tuple[str, ...]] = ("eq", *EMPTY_OPS)
    ordered: ClassVar[bool] = False
    textual: ClassVar[bool] = False
    control: ClassVar[str] = "text"
    sorts: ClassVar[bool] = True
    side: ClassVar[str] = "text_value"

    def column(self, field: Field) -> str:
        """The column by which it is sorted and compared."""
        return field.name

    def keys(self, value: Any, /) -> list[Any]:
        """What stands in the side column for a value: one entry, several choices several."""
        return [self.key(value)]

    def key(self, value: Any, /) -> Any:
        """One value as the side column holds it."""
        return value

    def clean(self, _field: Field, value: Any, /) -> Any:
        """The value fit for storing; raises `Unfit`."""
        return value

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        """A filter's value as the column holds it; raises `BadFilter`."""
        return filter_text(value)

    def asked(self, _field: Field, text: str, _principal: Principal, /) -> Any:
        """What was typed beside a comparison, as a filter's value; raises ValueError."""
        return text

    def asked_text(self, _field: Field, value: Any, _principal: Principal, /) -> str:
        """A filter's value as it stands beside its comparison."""
        return str(value)

    def typed(self, _field: Field, value: Any, /) -> str:
        """How it stands in its control."""
        return str(value)

    def read(self, _field: Field, text: str, /) -> Any:
        """What was typed (never blank) as a value; raises ValueError."""
        return text

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        """In words for people; the value is as JSON has it."""
        return str(value)

    def cell(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        """In a spreadsheet."""
        return str(value)


def filter_text(value: object) -> str:
    """A text in a filter."""
    if not isinstance(value, str) or "\x00" in value:
        raise BadFilter(_("A text is expected in the filter."))
    return value
