"""Text made comparable letter by letter: lower case, half width, simplified characters."""

import re
from functools import cache, lru_cache

from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN = re.compile(f"[{HAN}]")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


_SAME = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "￥": "¥", "￡": "£", "’": "'", "‘": "'", "`": "'", "−": "-", "‐": "-", "‑": "-",
}  # fmt: skip


@lru_cache(maxsize=8_192)
def _plain_char(char: str) -> str:
    char = _SAME.get(char, char)
    if char != "\n" and (char.isspace() or char < " "):
        return " "
    low = char.lower()
    return low if len(low) == 1 else char


def fold(text: str) -> str:
    """Lower case, half width, simplified characters: always exactly as long as the text."""
    plain = "".join(map(_plain_char, text))
    if not _HAN.search(plain):
        return plain
    simple = str(_converter().convert(plain))
    if len(simple) == len(plain):
        return simple
    single = [str(_converter().convert(char)) for char in plain]
    return "".join(s if len(s) == 1 else p for s, p in zip(single, plain, strict=True))
