"""A language as the generator uses it: its words, its trades, its way of writing."""

import unicodedata
from dataclasses import dataclass

from app.seed import talk_en, talk_zh, trades_en, trades_zh, words_en, words_zh
from app.seed.shapes import City, Talk, Trade


@dataclass(slots=True, frozen=True)
class Tongue:
    """Everything that differs between an English and a Chinese firm, names apart."""

    code: str
    trades: tuple[Trade, ...]
    talk: Talk
    cities: tuple[City, ...]
    streets: tuple[str, ...]
    titles: tuple[str, ...]
    tags: tuple[str, ...]
    teams: tuple[str, tuple[str, ...]]
    service_team: str
    zones: tuple[str, ...]
    currencies: dict[str, tuple[str, str]]


TONGUES = {
    code: Tongue(
        code,
        trades,
        talk,
        words.CITIES,
        words.STREETS,
        words.TITLES,
        words.TAGS,
        words.TEAMS,
        words.SERVICE_TEAM,
        words.ZONES,
        words.CURRENCIES,
    )
    for code, words, trades, talk in (
        ("en", words_en, trades_en.TRADES, talk_en.TALK),
        ("zh", words_zh, trades_zh.TRADES, talk_zh.TALK),
    )
}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def ascii_word(word: str) -> str:
    """The word as it stands in an address: `Müller` is `mueller`, `Núñez` is `nunez`."""
    spelled = word.lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
