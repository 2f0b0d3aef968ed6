"""The ways in which a name may be said: short, in pinyin, by initials, without its legal form."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crm.records.naming.folding import HAN, fold
from crm.records.naming.words import (
    COMMON_EN,
    DOUBLE_SURNAMES,
    LEGAL_EN,
    LEGAL_ZH,
    PLACE,
    PLACES,
    TRADE,
    TRADES,
    TRADES_EN,
)
from kernel.pinyin import Style, lazy_pinyin

_HAN_RUN = re.compile(f"[{HAN}]+")
_TOKEN = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_NUMBERED = re.compile("第[一二三四五六七八九十]")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_DOUBLE = tuple(DOUBLE_SURNAMES.split("|"))
_PLAIN_WORDS = frozenset((PLACES + "|" + TRADES).split("|")) | frozenset(
    "华东 华南 华北 华中 西南 东北 第一 中心 联系 大学 医院 工厂 客户 公司".split()
)
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s", "ø": "o", "å": "a", "ł": "l"})


Kind = Literal["company", "contact"]


@dataclass(frozen=True, slots=True)
class Keys:
    """What to look for: text in Han or Latin letters, each with its points of 100."""

    han: tuple[tuple[str, int], ...] = ()
    latin: tuple[tuple[str, int], ...] = ()
    surname: str = ""
    surname_sound: str = ""
    given: str = ""


@lru_cache(maxsize=16_384)
def sound(han: str) -> tuple[str, ...]:
    """Say each character in pinyin, without tones."""
    return tuple(lazy_pinyin(han, style=Style.NORMAL, errors="ignore"))


def latin_key(word: str) -> str:
    """Fold a Latin word: no accents, no marks."""
    plain = unicodedata.normalize("NFD", word.translate(_UMLAUTS))
    return "".join(char for char in plain if char.isalnum())


def _undotted(match: re.Match[str]) -> str:
    """S.A. is SA."""
    return match[0].replace(".", "") + " "


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word)


def _han_core(name: str) -> str:
    core = _BRACKETS.sub("", name)
    core = re.sub(f"[^{HAN}a-z0-9]", "", core)
    for _ in range(2):
        core = LEGAL_ZH.sub("", core) or core
    place = PLACE.match(core)
    return core[place.end() :] if place and len(core) - place.end() > 1 else core


def _han_short(core: str) -> str:
    for _ in range(3):
        cut = TRADE.sub("", core)
        if len(cut) < 2 or cut == core:  # noqa: PLR2004
            break
        core = cut
    return core


def _han_abbreviated(name: str, core: str) -> str:
    """Say 马鞍山钢铁 as 马钢: the first of the place or name and the first of the trade."""
    whole = re.sub(f"[^{HAN}]", "", name)
    place = len(whole) - len(whole.partition(core)[2]) - len(core) if core in whole else 0
    rest = core if place > 0 else core[len(_han_short(core)) :]
    numbered = _NUMBERED.match(core)
    if numbered:
        whole, rest = core[1:], core[numbered.end() :]
    return whole[:1] + rest[:1] if rest else ""


def _company_han(name: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    core = _han_core(name)
    short = _han_short(core)
    han = [(name, 100), (core, 99), (short, 96)]
    for length, points in ((3, 84), (2, 80)):
        if len(short) > length:
            han.append((short[:length], points))
    han += [(short[at : at + 3], 78) for at in range(1, len(short) - 2)]
    han.append((_han_abbreviated(name, core), 72))
    # The place tells 东莞盛泰 from 济南盛泰, so it is looked for before the core is;
    # its points are below what makes a duplicate.
    placed = LEGAL_ZH.sub("", name)
    if placed != core:
        han.insert(1, (placed, 91))
    latin = []
    for words, points in ((sound(core), 94), (sound(short), 92)):
        if len(words) > 1:
            latin += [("".join(words), points), (_initials(words), 80 if len(words) > 2 else 66)]  # noqa: PLR2004
    if len(short) > 2:  # noqa: PLR2004
        latin.append(("".join(sound(short[:2])), 78))
    kept = [(key, points) for key, points in han if len(key) > 1 and key not in _PLAIN_WORDS]
    return kept, latin


def _company_latin(name: str) -> list[tuple[str, int]]:
    words = [
        latin_key(word)
        for word in _TOKEN.findall(_BRACKETS.sub("", _DOTTED.sub(_undotted, name)))
        if word.isascii() or word.isalpha()
    ]
    words = [word for word in words if word]
    core = list(words)
    while len(core) > 1 and core[-1] in LEGAL_EN:
        core.pop()
    while len(core) > 1 and core[0] in ("the", "societe", "sarl", "sas"):
        core.pop(0)
    short = [word for word in core if word not in TRADES_EN] or core
    keys = [("".join(words), 100), ("".join(core), 99)]
    if len("".join(short)) > 2:  # noqa: PLR2004
        keys.append(("".join(short), 95))
    if len(short) > 1 and len(short[0]) > 3 and short[0] not in COMMON_EN:  # noqa: PLR2004
        keys.append((short[0], 84))
    if len(core) > 2:  # noqa: PLR2004
        keys.append(("".join(core[:2]), 96))
    if len(core) > 1:
        keys.append((_initials(tuple(core)), 82 if len(core) > 2 else 72))  # noqa: PLR2004
    return keys


def _person_han(name: str) -> Keys:
    core = re.sub(f"[^{HAN}]", "", name)
    surname = core[:2] if core[:2] in _DOUBLE and len(core) > 2 else core[:1]  # noqa: PLR2004
    given = core[len(surname) :]
    han = [(core, 100)] if len(core) > 1 else []
    if len(given) > 1:
        han.append((given, 88))
    last, first = "".join(sound(surname)), "".join(sound(given))
    latin = [(last + first, 96), (first + last, 95)] if first else []
    if len(given) > 1:
        latin += [(first, 84), (_initials(sound(core)), 72)]
    latin.append((last, 80))
    latin += [(last + title, 84) for title in ("zong", "gong", "jingli")]
    return Keys(tuple(han), tuple(latin), surname, last, given)


def _person_latin(name: str) -> Keys:
    words = [latin_key(word) for word in _TOKEN.findall(name)]
    words = [
        word for word in words if word and word not in ("mr", "mrs", "ms", "dr", "herr", "frau")
    ]
    if not words:
        return Keys()
    if len(words) == 1:
        return Keys(latin=((words[0], 98),), surname_sound=words[0])
    latin = [("".join(words), 100), (words[-1] + "".join(words[:-1]), 98)]
    latin += [(words[-1], 84), (words[0], 82), (_initials(tuple(words)), 66)]
    if len(words) > 2:  # noqa: PLR2004
        latin.append((words[0] + words[-1], 96))
    return Keys(latin=tuple(latin), surname_sound=words[-1])


@lru_cache(maxsize=16_384)
def keys_of(kind: Kind, name: str) -> Keys:
    """The keys of one name: of a firm, or of a person."""
    plain = fold(name[:200])
    chinese = _HAN_RUN.search(plain) is not None
    if kind == "contact":
        return _person_han(plain) if chinese else _person_latin(plain)
    if chinese:
        han, latin = _company_han(plain)
        if re.search("[a-z]{2}", plain):
            latin += [
                (key, points - 2) for key, points in _company_latin(re.sub(f"[{HAN}]+", " ", plain))
            ]
        return Keys(tuple(han), tuple(latin))
    return Keys(latin=tuple(_company_latin(plain)))
