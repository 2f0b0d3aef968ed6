"""One spelling for what a reader takes as the same: width, case, and traditional characters."""

import unicodedata

from opencc import OpenCC

_FIRST_HAN = 0x2E80


class _Simplified(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __init__(self) -> None:
        super().__init__()
        self._converter = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code >= _FIRST_HAN:
            simple = self._converter.convert(char)
            char = simple if len(simple) == 1 else char
        self[code] = char
        return char


_SIMPLIFIED = _Simplified()


def fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFKC", composed.lower()).translate(_SIMPLIFIED)
