"""Firms: what they are called in full, in short, and on the internet."""

from dataclasses import dataclass
from random import Random

from app.seed import words_en, words_zh
from app.seed.picks import pick
from app.seed.shapes import City
from app.seed.tongue import ascii_word


@dataclass(slots=True)
class Firm:
    """A firm's registered name, the name in use, and the stem of its domain."""

    name: str
    short: str
    stem: str


def english_firm(rng: Random, word: str, city: City, tries: int) -> Firm:
    """`Hollis Brewery Ltd`, with a second word or a town when the plain name is taken."""
    brand = pick(rng, words_en.BRANDS)
    chance = rng.random()
    head = brand
    if chance < 0.2 or tries:
        head = f"{brand} {pick(rng, words_en.SECONDS)}"
    elif chance < 0.3:
        head = f"{brand} {city.name}"
    if tries > 1:
        head = f"{head} {city.name}"
    form = pick(rng, words_en.FORMS[city.country])
    short = f"{brand} {word}" if rng.random() < 0.6 else brand
    return Firm(f"{head} {word} {form}", short, f"{ascii_word(brand)}-{ascii_word(word)}")


def chinese_firm(rng: Random, word: str, city: City, tries: int) -> Firm:
    """`苏州华联水务有限公司`, with one more character when the plain name is taken."""
    brand, pinyin = pick(rng, words_zh.BRANDS)
    if tries or rng.random() < 0.3:
        more, sound = pick(rng, words_zh.SECONDS)
        brand, pinyin = brand[:2] + more, pinyin + sound
    form = pick(rng, words_zh.FORMS)
    short = f"{brand}{word}" if rng.random() < 0.5 else brand
    town = "" if rng.random() < 0.1 else city.name
    return Firm(f"{town}{brand}{word}{form}", short, pinyin)


def firm(rng: Random, language: str, word: str, city: City, taken: set[str]) -> Firm:
    """A firm whose registered name nobody in `taken` has; it is added there."""
    make = chinese_firm if language == "zh" else english_firm
    found = make(rng, word, city, 0)
    tries = 0
    while found.name in taken:
        tries += 1
        found = make(rng, word, city, tries)
    taken.add(found.name)
    return found
