"""Text that shows what it is: without marks that hide or reorder, in letters of one script."""

import re
import unicodedata
from typing import Final

# Overrides and isolates of direction, zero-width marks, fillers, and letters for machines only.
# Joiners stay: Persian, Hindi and many emoji are written with them.
HIDDEN: Final = dict.fromkeys(
    (
        0x00AD,
        0x061C,
        0x115F,
        0x1160,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0x3164,
        0xFEFF,
        0xFFA0,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    )
)
_JOINERS: Final = "\u200c\u200d"
_LATIN: Final = re.compile(r"[A-Za-z]")
_ALIKE: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")


def bare(text: str) -> str:
    """NFC, without what hides or reorders."""
    return unicodedata.normalize("NFC", text.translate(HIDDEN))


def one_line(text: str) -> str:
    """A name as it is shown: `bare`, without control characters, single spaces."""
    plain = "".join(c if c.isprintable() or c in _JOINERS else " " for c in bare(text))
    return " ".join(plain.split())


def begun(text: str, most: int) -> str:
    """The first line, as a title of that length."""
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def is_disguised(text: str) -> bool:
    """Whether a word of it mixes Latin letters with Greek or Cyrillic ones, which look alike."""
    return any(_LATIN.search(word) and _ALIKE.search(word) for word in re.split(r"[\W_]+", text))
