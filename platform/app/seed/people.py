"""People: names from several countries, addresses and numbers that belong to nobody."""

from dataclasses import dataclass
from functools import cache
from random import Random

from app.seed import words_en, words_zh
from app.seed.picks import pick, weighted
from app.seed.shapes import City
from app.seed.tongue import ascii_word

_ascii = cache(ascii_word)


@dataclass(slots=True)
class Name:
    """A name as printed, as spoken of by a rep, and in Latin letters: given, family."""

    full: str
    called: str
    given: str
    family: str


def english_name(rng: Random) -> Name:
    """From one of five origins; reps use the first name, sometimes the whole."""
    first, last = weighted(rng, words_en.ORIGINS)
    given, family = pick(rng, first), pick(rng, last)
    called = given if rng.random() < 0.75 else f"{given} {family}"
    return Name(f"{given} {family}", called, _ascii(given), _ascii(family))


def chinese_name(rng: Random, title: str) -> Name:
    """Reps use the surname with the form of address that fits the title."""
    surname, family = pick(rng, words_zh.SURNAMES)
    given_name, given = pick(rng, words_zh.GIVEN)
    address = words_zh.ADDRESSES.get(title) or pick(rng, words_zh.CALLED)
    return Name(surname + given_name, surname + address, given, family)


def named(rng: Random, language: str, title: str = "") -> Name:
    """A name in the language of the firm."""
    return chinese_name(rng, title) if language == "zh" else english_name(rng)


class Addresses:
    """Hands out e-mail addresses and numbers, none of them twice in a workspace."""

    def __init__(self, rng: Random, language: str) -> None:
        self._rng = rng
        self._chinese = language == "zh"
        self._taken: set[str] = set()

    def email(self, name: Name, domain: str) -> str:
        """At a reserved domain, in one of the usual patterns."""
        chance = self._rng.random()
        if self._chinese:
            local = name.family + name.given if chance < 0.6 else f"{name.given}.{name.family}"
        elif chance < 0.6:
            local = f"{name.given}.{name.family}"
        else:
            local = f"{name.given[0]}.{name.family}" if chance < 0.85 else name.given
        return self._free(local, f"@{domain}")

    def handle(self, name: Name) -> str:
        """A name in a messenger: Latin letters, digits, underscore."""
        number = int(self._rng.random() * 90) + 10
        return self._free(f"{name.given}_{name.family}{number}", "")

    def phone(self, city: City) -> str | None:
        """A number nobody has: valid in form, from a range kept free; None when it is used up."""
        for _ in range(4):
            if city.digits:
                number = f"{city.phone}{int(self._rng.random() * 10**city.digits):0{city.digits}}"
            else:
                block = pick(self._rng, words_zh.MOBILES)
                number = f"{city.phone}{block}{int(self._rng.random() * 10_000):04}"
            if number not in self._taken:
                self._taken.add(number)
                return number
        return None

    def domain(self, stem: str) -> str:
        """A domain under the top level that is reserved for examples."""
        return self._free(stem, ".example")

    def _free(self, stem: str, rest: str) -> str:
        candidate, number = stem + rest, 2
        while candidate in self._taken:
            candidate, number = f"{stem}{number}{rest}", number + 1
        self._taken.add(candidate)
        return candidate
