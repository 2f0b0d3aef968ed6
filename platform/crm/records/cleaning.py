"""What comes in is made clean, or refused with a sentence for each field."""

import unicodedata
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from crm.records.fields import Field
from crm.records.identities import normalised
from crm.records.types import RecordType
from kernel.errors import Invalid
from kernel.i18n import _

MAX_IDENTITIES = 50
MAX_RELATED = 200
_LARGEST = 2**63 - 1
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# Marks that reorder or hide text; a name with them shows something else than it is.
_HIDDEN = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x2060, 0xFEFF), None
)


class Cleaner:
    """Cleans the values of one write; `done()` raises for all that was wrong at once."""

    def __init__(self, kind: RecordType) -> None:
        self._kind = kind
        self._wrong: dict[str, str] = {}

    def clean(self, values: dict[str, Any], *, creating: bool) -> dict[str, Any]:
        """The values fit for storing; raises `Invalid` naming every field that is not."""
        cleaned: dict[str, Any] = {}
        for name, field in self._kind.fields.items():
            if name in values and (field.editable or creating):
                cleaned[name] = self._value(field, values[name])
            missing = creating and name not in values
            emptied = name in cleaned and cleaned[name] in (None, "")
            if field.required and field.editable and (missing or emptied):
                self._wrong.setdefault(name, _("This is needed."))
        if self._wrong:
            raise Invalid(fields=self._wrong)
        return cleaned

    def _value(self, field: Field, value: Any) -> Any:
        if value is None:
            return [] if field.kind == "identities" else None
        match field.kind:
            case "text" | "long_text":
                return self._text(field, value)
            case "url":
                return self._url(field, value)
            case "choice":
                return self._choice(field, value)
            case "identities":
                return self._identities(field, value)
            case "number":
                return self._number(field, value)
            case "moment":
                return self._moment(field, value)
            case _:
                return value

    def _text(self, field: Field, value: str) -> str | None:
        text = unicodedata.normalize("NFC", value).translate(_HIDDEN).strip()
        if field.kind == "text":
            text = " ".join(text.split())
        if "\x00" in text or any(unicodedata.category(c) == "Cs" for c in text):
            self._wrong[field.name] = _("This contains characters that cannot be stored.")
        elif len(text) > field.max_length:
            self._wrong[field.name] = _("At most %(most)s characters, please.") % {
                "most": field.max_length
            }
        return text or None

    def _url(self, field: Field, value: str) -> str | None:
        text = self._text(field, value)
        if text is None:
            return None
        address = text if "://" in text or ":" in text.split("/")[0] else f"https://{text}"
        try:
            parts = urlsplit(address)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound or any(c.isspace() for c in address):
            self._wrong[field.name] = _("A web address such as https://example.com is expected.")
        return address

    def _choice(self, field: Field, value: str) -> str | None:
        if value == "" and not field.required:
            return None
        if value not in {choice.value for choice in field.choices}:
            self._wrong[field.name] = _("Choose one of: %(choices)s.") % {
                "choices": ", ".join(choice.value for choice in field.choices)
            }
        return value

    def _number(self, field: Field, value: int) -> int:
        if abs(value) > _LARGEST:
            self._wrong[field.name] = _("This number is too large.")
        return value

    def _moment(self, field: Field, value: datetime) -> datetime:
        if value.tzinfo is None:
            self._wrong[field.name] = _("A time needs its offset, such as +01:00 or Z.")
        elif not _EARLIEST <= value < _LATEST:
            self._wrong[field.name] = _("A time between 1900 and 2200 is expected.")
        return value

    def _identities(self, field: Field, value: list[dict[str, str]]) -> list[dict[str, str]]:
        kept: dict[str, dict[str, str]] = {}
        if len(value) > MAX_IDENTITIES:
            self._wrong[field.name] = _("At most %(most)s, please.") % {"most": MAX_IDENTITIES}
            return []
        for entry in value:
            text = self._text(
                Field(name=field.name, kind="text", label="", max_length=320), entry["value"]
            )
            if not text:
                continue
            canonical = normalised(field.identity, text) if "\x00" not in text else None
            if canonical is None:
                self._wrong[field.name] = _("%(value)s is not valid here.") % {"value": text[:80]}
                continue
            label = (entry.get("label") or "").replace("\x00", "").strip()[:40]
            kept.setdefault(canonical, {"value": text, "label": label})
        return list(kept.values())


def related_ids(kind: RecordType, name: str, value: list[Any] | None) -> list[UUID]:
    """The ids that a relation field names, each once, in order."""
    if value is not None and len(value) > MAX_RELATED:
        raise Invalid(fields={name: _("At most %(most)s, please.") % {"most": MAX_RELATED}})
    plain = bool(kind.relations[name].target)
    return list(dict.fromkeys(entry if plain else entry["id"] for entry in value or ()))
