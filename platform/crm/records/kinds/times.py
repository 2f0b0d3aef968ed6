"""Moments and days."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind, filter_text
from kernel.filters import BadFilter
from kernel.formats import format_date, format_datetime, local
from kernel.i18n import _, current_zone
from kernel.principal import Principal

_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class MomentKind(ValueKind):
    """A moment in time, kept in UTC, typed and shown on the reader's clock."""

    json = datetime
    ops = ("within", "lt", "gt", "between", *EMPTY_OPS)
    ordered = True
    control = "moment"
    side = "moment_value"

    def clean(self, _field: Field, value: Any, /) -> Any:
        if value.tzinfo is None:
            raise Unfit(_("A time needs its offset, such as +01:00 or Z."))
        if not _EARLIEST <= value < _LATEST:
            raise Unfit(_("A time between 1900 and 2200 is expected."))
        return value

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        try:
            moment = datetime.fromisoformat(filter_text(value))
        except ValueError as error:
            raise BadFilter(_("A time such as 2026-01-31T09:00:00+01:00 is expected.")) from error
        if moment.tzinfo is None:
            raise BadFilter(_("A time needs its offset, such as +01:00 or Z."))
        return moment

    def asked(self, _field: Field, text: str, _principal: Principal, /) -> Any:
        return moment(text).isoformat()

    def asked_text(self, field: Field, value: Any, _principal: Principal, /) -> str:
        try:
            return self.typed(field, moment(value))
        except (TypeError, ValueError):
            return str(value)

    def typed(self, _field: Field, value: Any, /) -> str:
        return local(value).strftime("%Y-%m-%dT%H:%M")

    def read(self, _field: Field, text: str, /) -> Any:
        return moment(text)

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return format_datetime(msgspec.convert(value, datetime))

    def cell(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return local(value).isoformat(timespec="seconds")


class DateKind(ValueKind):
    """A day, the same in every zone."""

    json = date
    ops = ("within", "lt", "gt", "between", *EMPTY_OPS)
    ordered = True
    control = "date"
    side = "day_value"

    def clean(self, _field: Field, value: Any, /) -> Any:
        if not _EARLIEST.date() <= value < _LATEST.date():
            raise Unfit(_("A day between 1900 and 2200 is expected."))
        return value

    def operand(self, _field: Field, value: Any, _principal: Principal, /) -> Any:
        try:
            return date.fromisoformat(filter_text(value))
        except ValueError as error:
            raise BadFilter(_("A day such as 2026-01-31 is expected.")) from error

    def typed(self, _field: Field, value: Any, /) -> str:
        return str(value.isoformat())

    def read(self, _field: Field, text: str, /) -> Any:
        return date.fromisoformat(text)

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return format_date(msgspec.convert(value, date))

    def cell(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return str(value.isoformat())


def moment(text: str) -> datetime:
    """A time as typed on the reader's clock; ValueError for what is none."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=current_zone())
