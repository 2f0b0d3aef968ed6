"""What a payer types on a transfer: short, and without letters that are mistaken for others."""

from typing import Final
from uuid import UUID

_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH: Final = 8


def reference_of(id: UUID) -> str:
    """Eight letters from the part of an id that is chance."""
    number, found = id.int & ((1 << 62) - 1), ""
    for _turn in range(_LENGTH):
        number, rest = divmod(number, len(_LETTERS))
        found += _LETTERS[rest]
    return f"GX-{found}"
