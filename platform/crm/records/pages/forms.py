"""Forms: what was typed becomes values, and what was refused stays on the page as typed."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Request

from crm.records.duplicates.hints import Hints
from crm.records.fields import Field
from crm.records.kinds import kind_of
from crm.records.types import RecordType, Relation, Row
from kernel.errors import Invalid, Unreadable
from kernel.i18n import _

MAX_FIELDS = 1000
COMMON_CURRENCIES = ("EUR", "USD", "CNY", "GBP", "CHF", "JPY", "HKD", "TWD", "SGD", "INR")


class Sent:
    """The fields of a posted form; not kept by the framework, for notes are private."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Everything, to be carried to the next form."""
        return self._pairs

    def get(self, name: str, default: str = "") -> str:
        """The last value of that name."""
        return next((v for k, v in reversed(self._pairs) if k == name), default)

    def has(self, name: str) -> bool:
        """Whether a control of that name was on the form."""
        return any(k == name for k, _v in self._pairs)

    def all(self, name: str) -> list[str]:
        """Every value of that name."""
        return [v for k, v in self._pairs if k == name]

    def version(self) -> int | None:
        """The version that the form was filled in for, if it says."""
        text = self.get("version")
        return int(text) if text.isdecimal() and len(text) <= 18 else None  # noqa: PLR2004


async def sent(request: Request[Any, Any, Any]) -> Sent:
    """Read a posted form."""
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise Unreadable from error
    return Sent(pairs)


def ids(texts: Iterable[str]) -> list[UUID]:
    """Identifiers from a form, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for text in texts:
        try:
            found.setdefault(UUID(text))
        except ValueError:
            continue
    return list(found)


class Form:
    """A form for some fields of a type: as it stands (`raw`), and what is wrong (`errors`)."""

    def __init__(self, kind: RecordType, names: Iterable[str]) -> None:
        self.kind = kind
        self.names = [n for n in names if _is_asked(kind.relations.get(n) or kind.fields[n])]
        self.raw: dict[str, Any] = dict.fromkeys(self.names, "")
        self.raw.update({name: [] for name in self.names if kind.target_of(name) is not None})
        self.sent = self.names
        self.errors: dict[str, str] = {}
        self.alert = ""
        self.hints: Hints | None = None
        self.version: int | None = None

    def fill(self, record: Row) -> "Form":
        """As the record stands."""
        for name in self.names:
            value = record[name]
            if name in self.kind.relations:
                self.raw[name] = [v["id"] if isinstance(v, dict) else v for v in value]
            elif self.kind.target_of(name) is not None:
                self.raw[name] = [] if value is None else [str(value)]
            else:
                self.raw[name] = _typed(self.kind.fields[name], value)
        self.version = record["version"]
        return self

    def take(self, data: Sent) -> "Form":
        """As it was posted; a field whose control was not shown is left alone."""
        self.sent = [n for n in self.names if data.has(n) or data.has(f"q_{n}")]
        for name in self.sent:
            if self.kind.target_of(name) is not None:
                self.raw[name] = [str(i) for i in ids(data.all(name))]
            elif self.kind.fields[name].kind in {"multi_choice", "members"}:
                self.raw[name] = "\n".join(v for v in data.all(name) if v)
            elif self.kind.fields[name].kind == "money" and data.get(name).strip():
                self.raw[name] = f"{data.get(name)} {data.get(f'{name}_currency')}".strip()
            else:
                self.raw[name] = data.get(name)
        self.version = data.version()
        return self

    def values(self) -> dict[str, Any]:
        """What to write; raises `Invalid` for what cannot even be read."""
        values: dict[str, Any] = {}
        for name in self.sent:
            if name in self.kind.relations:
                values[name] = self._related(name)
            elif self.kind.target_of(name) is not None:
                values[name] = next(iter(ids(self.raw[name])), None)
            else:
                try:
                    values[name] = _read(self.kind.fields[name], self.raw[name])
                except ValueError:
                    self.errors[name] = _("This cannot be read. Please check it.")
        if self.errors:
            raise Invalid(fields=self.errors)
        return values

    def options(self, name: str) -> list[tuple[str, str]]:
        """The values of a choice, and none where the field may be empty."""
        field = self.kind.fields[name]
        now = self.raw[name].split("\n")
        offered = [c for c in field.choices if not c.archived or c.value in now]
        choices = [(c.value, str(c.label)) for c in offered]
        may_be_empty = field.kind == "choice" and self._may_be_empty(field)
        return [("", _("None")), *choices] if may_be_empty else choices

    def _may_be_empty(self, field: Field) -> bool:
        if field.custom is not None:
            return not field.required
        return bool(self.kind.model.__table__.c[field.name].nullable)

    def currencies(self, chosen: str) -> list[str]:
        """Currencies to choose from, the chosen one first."""
        return list(dict.fromkeys((chosen, *COMMON_CURRENCIES)))

    def refuse(self, error: Any) -> None:
        """Show a refusal: at its fields, or above the form."""
        self.errors = {n: m for n, m in error.fields.items() if n in self.names}
        rest = [m for n, m in error.fields.items() if n not in self.names]
        self.alert = " ".join(rest) or ("" if self.errors else error.message)

    def _related(self, name: str) -> list[Any]:
        chosen = ids(self.raw[name])
        return chosen if self.kind.relations[name].target else [{"id": i} for i in chosen]


def _is_asked(field: Field | Relation) -> bool:
    return field.editable or (isinstance(field, Field) and field.once)


def _typed(field: Field, value: Any) -> str:
    return "" if value is None else kind_of(field).typed(field, value)


def _read(field: Field, text: str) -> Any:
    if text.strip():
        return kind_of(field).read(field, text.strip())
    empty = kind_of(field).empty
    return None if empty is None else list(empty)
