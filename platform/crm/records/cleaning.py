"""What comes in is made clean, or refused with a sentence for each field."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from crm.records.fields import PREFIX, Field
from crm.records.kinds import Unfit, kind_of
from crm.records.shape.values import from_json
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.i18n import _

MAX_RELATED = 200


class Cleaner:
    """Cleans the values of one write, and raises for all that was wrong at once.

    `besides` are fields that are said in another way, so that they are not missing.
    """

    def __init__(self, kind: RecordType, besides: Collection[str] = ()) -> None:
        self._kind = kind
        self._besides = besides
        self._wrong: dict[str, str] = {}

    def clean(
        self, values: dict[str, Any], *, creating: bool, lenient: bool = False
    ) -> dict[str, Any]:
        """The values fit for storing; raises `Invalid` naming every field that is not.

        `lenient`: what the workspace itself demands may be missing, for chats ask for little.
        """
        cleaned: dict[str, Any] = {}
        for name in values:
            if name.startswith(PREFIX) and name not in self._kind.fields:
                self._wrong[name] = _("There is no such field.")
        for name, field in self._kind.fields.items():
            if name in values and (field.editable or creating):
                cleaned[name] = self._value(field, values[name])
            missing = creating and name not in values and name not in self._besides
            emptied = name in cleaned and cleaned[name] in (None, "", [])
            needed = field.required and field.editable and not (lenient and field.custom)
            if needed and (missing or emptied):
                self._wrong.setdefault(name, _("This is needed."))
        if self._wrong:
            raise Invalid(fields=self._wrong)
        return cleaned

    def _value(self, field: Field, value: Any) -> Any:
        values = kind_of(field)
        if value is None:
            return None if values.empty is None else list(values.empty)
        try:
            return values.clean(field, from_json(field, value) if field.custom else value)
        except Unfit as error:
            self._wrong[field.name] = str(error)
        except msgspec.ValidationError:
            self._wrong[field.name] = _("This is not what the field holds.")
        return value


def related_ids(kind: RecordType, name: str, value: list[Any] | None) -> list[UUID]:
    """The ids that a relation field names, each once, in order."""
    if value is not None and len(value) > MAX_RELATED:
        raise Invalid(fields={name: _("At most %(most)s, please.") % {"most": MAX_RELATED}})
    plain = bool(kind.relations[name].target)
    return list(dict.fromkeys(entry if plain else entry["id"] for entry in value or ()))
