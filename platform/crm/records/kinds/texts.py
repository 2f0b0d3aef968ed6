"""Words: a line, a note, a web address."""

import unicodedata
from typing import Any, ClassVar
from urllib.parse import urlsplit

from crm.records.fields import Field
from crm.records.kinds.base import EMPTY_OPS, Unfit, ValueKind
from kernel.errors import Invalid
from kernel.i18n import _
from kernel.texts import bare, one_line


def clean_text(value: str, *, most: int, one_line: bool = True) -> str | None:
    """NFC, without marks that hide; None for nothing; raises `Unfit`."""
    text = bare(value).strip()
    if one_line:
        text = " ".join(text.split())
    if "\x00" in text or any(unicodedata.category(c) == "Cs" for c in text):
        raise Unfit(_("This contains characters that cannot be stored."))
    if len(text) > most:
        raise Unfit(_("At most %(most)s characters, please.") % {"most": most})
    return text or None


def needed_name(text: str, *, most: int = 80) -> str:
    """The name of something that the firm sets up; raises `Invalid` where none is left of it."""
    name = one_line(text)
    if not name:
        raise Invalid(fields={"name": _("This is needed.")})
    if len(name) > most:
        wrong = _("At most %(most)s characters, please.") % {"most": most}
        raise Invalid(fields={"name": wrong})
    return name


class TextKind(ValueKind):
    """One line."""

    ops: ClassVar[tuple[str, ...]] = ("contains", "eq", "starts_with", "ne", "in", *EMPTY_OPS)
    textual = True
    one_line: ClassVar[bool] = True

    def clean(self, field: Field, value: Any, /) -> Any:
        return clean_text(value, most=field.max_length, one_line=self.one_line)


class LongTextKind(TextKind):
    """Several lines."""

    ops = ("contains", *EMPTY_OPS)
    control = "long_text"
    one_line = False
    sorts = False
    side = "value #>> '{}'"

    def keys(self, _value: Any, /) -> list[Any]:
        return [None]


class UrlKind(ValueKind):
    """An http or https address."""

    ops = ("contains", *EMPTY_OPS)
    textual = True

    def clean(self, field: Field, value: Any, /) -> Any:
        text = clean_text(value, most=field.max_length, one_line=False)
        if text is None:
            return None
        address = text if "://" in text or ":" in text.split("/")[0] else f"https://{text}"
        try:
            parts = urlsplit(address)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound or any(c.isspace() for c in address):
            raise Unfit(_("A web address such as https://example.com is expected."))
        return address
