"""A chat text made comparable letter by letter, so that every span still fits the original."""

import re
from dataclasses import dataclass

from crm.records.naming.folding import HAN, fold

LIMIT = 4_000
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[a-zÀ-ɏ]+(?:'[a-z]+)?", re.IGNORECASE)
_BREAK = re.compile(
    r"[;!?\n\r、。·…]|(?<!\d),|,(?!\d)"
    r"|(?<!\bmr)(?<!\bdr)(?<!\bms)(?<!\bmrs)(?<!\bco)(?<!\bltd)(?<!\bthurs)(?<!\btues)(?<!\bweds)\.(?!\d)"
    r"|(?<=\s)[-–—](?=\s)|[–—]{2,}|:(?!\d)"
)
_HIDDEN = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|(?<![\w.,])\+\d[\d ()\-]{6,}\d|(?<![\d.,])1[3-9]\d{9}(?!\d|[.,]\d|"
    r" ?(?:[€$£元块万亿]|usd|eur|cny|rmb))|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
    r"|(?<![\d.,])1[3-9]\d([ -])\d{4}\1\d{4}(?!\d)"
    r"|(?<![\d.,])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d,]| ?(?:[€$£]|usd|eur))"
)
_FOREIGN = {
    "de": "der die das und mit am im ist wir ich nicht ein eine herr frau bis nach angebot treffen"
    " heute morgen uhr auf bei übermorgen montag dienstag mittwoch donnerstag freitag samstag"
    " nächste anrufen senden",
    "fr": "le la les et avec du des est nous je pas un une chez pour demain lundi mardi mercredi"
    " jeudi vendredi prochain rappeler envoyer",
    "es": "el los las y con del es nosotros no un una para mañana lunes martes miércoles jueves"
    " viernes próximo visita llamar enviar",
}
_TELLING = frozenset(
    "morgen übermorgen montag dienstag mittwoch donnerstag freitag samstag nächste anrufen senden"
    " demain lundi mardi mercredi jeudi vendredi rappeler envoyer prochain"
    " mañana lunes martes miércoles jueves viernes próximo llamar enviar".split()
)
_FOREIGN_WORDS = {lang: frozenset(words.split()) for lang, words in _FOREIGN.items()}
_ENGLISH = frozenset(
    "the a an and with at to on in of for is was he she they we i met call called send next by"
    " tomorrow friday monday quote visit wants want will not from".split()
)
_MIN_FOREIGN = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text between two marks of punctuation."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its comparable form; `open` has addresses, phones and known names blanked."""

    text: str
    folded: str
    open: str
    lang: str
    clauses: tuple[Clause, ...]

    def clause_at(self, position: int) -> Clause:
        """Return the clause around a position."""
        for clause in self.clauses:
            if clause.start <= position < clause.end:
                return clause
        return Clause(0, len(self.text))

    def hiding(self, spans: tuple[tuple[int, int], ...]) -> "Wording":
        """Return the same wording with further stretches blanked."""
        return Wording(self.text, self.folded, _blank(self.open, spans), self.lang, self.clauses)


def _blank(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in spans:
        text = text[:start] + "\u0001" * (end - start) + text[end:]
    return text


def language(folded: str) -> str:
    """Name the language that carries the sentence: zh, en, or another that we can see."""
    if re.search("[\u3040-\u30ff]", folded):
        return "ja"
    words = _WORD.findall(folded)
    han = len(_HAN.findall(folded))
    if han and han >= len(words) * 1.5:
        return "zh"
    if re.search("[а-яё]{3}", folded):
        return "ru"
    english = sum(word in _ENGLISH for word in words)
    best, hits = "en", max(english, _MIN_FOREIGN - 1)
    for lang, known in _FOREIGN_WORDS.items():
        found = sum((word in known) + (word in known and word in _TELLING) for word in words)
        if found > hits:
            best, hits = lang, found
    return best


def _clauses(folded: str) -> tuple[Clause, ...]:
    found, start = [], 0
    for mark in _BREAK.finditer(folded):
        if mark.start() > start:
            found.append(Clause(start, mark.start()))
        start = mark.end()
    if start < len(folded):
        found.append(Clause(start, len(folded)))
    return tuple(found)


def read(text: str) -> Wording:
    """Take in a text, at most 4,000 characters of it."""
    text = text[:LIMIT]
    folded = fold(text)
    hidden = tuple(match.span() for match in _HIDDEN.finditer(folded))
    return Wording(text, folded, _blank(folded, hidden), language(folded), _clauses(folded))
