"""Many addresses of one kind, each with what it is for."""

from typing import Any

from crm.records.fields import Field, IdentityValue
from crm.records.identities import normalised
from crm.records.kinds.base import EMPTY_OPS, NameOf, Unfit, ValueKind
from crm.records.kinds.texts import clean_text
from kernel.i18n import _

MAX_IDENTITIES = 50
MAX_LENGTH = 320
MAX_LABEL = 40


class IdentitiesKind(ValueKind):
    """`[{"value", "label"}]`, each address once; typed one per line, the label after a bar."""

    json = list[IdentityValue]
    empty = ()
    ops = ("contains", *EMPTY_OPS)
    control = "identities"

    def clean(self, field: Field, value: Any, /) -> Any:
        if len(value) > MAX_IDENTITIES:
            raise Unfit(_("At most %(most)s, please.") % {"most": MAX_IDENTITIES})
        kept: dict[str, dict[str, str]] = {}
        for entry in value:
            text = clean_text(entry["value"], most=MAX_LENGTH)
            if text is None:
                continue
            canonical = normalised(field.identity, text)
            if canonical is None:
                raise Unfit(_("%(value)s is not valid here.") % {"value": text[:80]})
            label = (entry.get("label") or "").replace("\x00", "").strip()[:MAX_LABEL]
            kept.setdefault(canonical, {"value": text, "label": label})
        return list(kept.values())

    def typed(self, _field: Field, value: Any, /) -> str:
        lines = (f"{v['value']} | {v['label']}" if v["label"] else v["value"] for v in value)
        return "\n".join(lines)

    def read(self, _field: Field, text: str, /) -> Any:
        return [_identity(line) for line in text.splitlines() if line.strip()]

    def said(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return ", ".join(entry["value"] for entry in value)

    def cell(self, _field: Field, value: Any, _name_of: NameOf, /) -> str:
        return "; ".join(entry["value"] for entry in value)


def _identity(line: str) -> dict[str, str]:
    value, _bar, label = line.partition("|")
    return {"value": value.strip(), "label": label.strip()}
