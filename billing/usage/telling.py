"""Amounts as people read them."""

from typing import Final

from kernel.formats import format_number
from kernel.i18n import _

# As disks are sold: a gigabyte is a thousand megabytes.
_UNITS: Final = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def amount(name: str, many: int | None) -> str:
    """A number, or for files a size; what has no end says so."""
    if many is None:
        return _("no limit")
    if name != "storage":
        return format_number(many)
    for size, unit in _UNITS:
        if many >= size:
            return f"{format_number(round(many / size, 1 if many % size else 0))} {unit}"
    return f"{format_number(many)} B"
