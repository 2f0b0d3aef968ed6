"""How Chinese is read aloud, with a dictionary that takes little memory."""

import os

# The library keeps a second copy of its dictionary for words that are added; nobody adds any.
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

__all__ = ["Style", "lazy_pinyin"]


def _share() -> None:
    """Fifteen hundred syllables stand in it two hundred thousand times, each time anew."""
    known: dict[tuple[str, ...], list[str]] = {}
    for phrase, syllables in PHRASES_DICT.items():
        PHRASES_DICT[phrase] = [known.setdefault(tuple(one), one) for one in syllables]


_share()
