"""Names in the languages of the workspace, and the codes that programs know them by."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from kernel.errors import Invalid
from kernel.i18n import LANGUAGES, _, current_language
from kernel.pinyin import lazy_pinyin

MAX_LABEL = 80
MAX_CODE = 40


def labels_of(label: str | None, labels: Mapping[str, Any] | None, *, most: int = MAX_LABEL) -> Any:
    """Names by language; `label` alone is meant in the language of whoever says it."""
    said = {code: text for code, text in (labels or {}).items() if code in LANGUAGES}
    if label is not None:
        said[current_language()] = label
    clean = {code: _line(text) for code, text in said.items()}
    wrong = [text for text in clean.values() if len(text) > most or not text.isprintable()]
    if wrong:
        raise Invalid(fields={"label": _("A name has 1 to %(most)s characters.") % {"most": most}})
    return {code: text for code, text in clean.items() if text}


def demand_labels(labels: Mapping[str, str]) -> None:
    """Raise `Invalid` where there is no name in any language."""
    if not labels:
        raise Invalid(
            fields={"label": _("A name has 1 to %(most)s characters.") % {"most": MAX_LABEL}}
        )


def code_of(label: str, taken: Collection[str]) -> str:
    """A code made of a name, Chinese by its pinyin; with a number where it is taken."""
    latin = "_".join(lazy_pinyin(label, errors=lambda other: other))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_CODE].strip("_") or "field"
    number = 1
    found = code
    while found in taken:
        number += 1
        found = f"{code}_{number}"
    return found


def _line(text: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).split())
