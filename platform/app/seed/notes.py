"""Notes as a rep writes them: short, specific, with prices, objections and promises."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.seed.picks import pick, weighted
from app.seed.shapes import Product, Trade
from app.seed.tongue import Tongue

GOOD, OPEN, BAD = "good", "open", "bad"
_SHAPES = (
    (("short",), 0.09),
    (("open", "need", "promise"), 0.2),
    (("open", "objection", "promise"), 0.14),
    (("open", "need", "objection", "promise"), 0.12),
    (("open", "fact"), 0.07),
    (("open", "fact", "promise"), 0.08),
    (("open", "win"), 0.04),
    (("open", "win", "promise"), 0.05),
    (("open", "need", "fact", "aside"), 0.06),
    (("open", "objection", "aside"), 0.05),
    (("need", "promise"), 0.04),
    (("open", "fact", "need", "objection", "promise"), 0.06),
)
_ABOUT = ((("open", "fact"), 0.5), (("open", "fact", "aside"), 0.3), (("open", "objection"), 0.2))
_LARGE = 10_000


@dataclass(slots=True)
class Note:
    """What is kept of a meeting with a customer."""

    text: str
    outcome: str
    next_step: str | None


@dataclass(slots=True)
class Subject:
    """Who and what a note is about."""

    company: str
    contact: str
    city: str
    product: Product
    weekday: int
    month: int


class Slots(dict[str, str]):
    """The gaps of a template; each is filled when first read, then stays the same in its note."""

    def __init__(self, writer: "Writer", subject: Subject) -> None:
        self.writer = writer
        self.subject = subject
        rng = writer.rng
        thing = subject.product
        self.price: int = thing.low + int(rng.random() * (thing.high - thing.low))
        self.quantity: int = pick(rng, thing.quantities)
        super().__init__(c=subject.contact, co=subject.company)

    def __missing__(self, name: str) -> str:
        maker = _MAKERS.get(name)
        if maker is None:
            phrase = pick(self.writer.rng, self.writer.talk.phrases[name])
            value = phrase.format_map(self) if "{" in phrase else phrase
        else:
            value = maker(self)
        self[name] = value
        return value


class Writer:
    """Writes the notes of one firm, in its language and about what it sells."""

    def __init__(self, tongue: Tongue, trade: Trade, sign: str, rng: Random) -> None:
        self.rng = rng
        self.talk = tongue.talk
        self.trade = trade
        self.sign = sign
        self.chinese = tongue.code == "zh"
        self._parts = {
            "need": self.talk.needs,
            "objection": self.talk.objections,
            "fact": self.talk.facts,
            "win": self.talk.wins,
            "short": self.talk.shorts,
            "aside": self.talk.asides,
        }

    def note(self, kind: str, subject: Subject) -> Note:
        """One note of that kind of contact."""
        rng, talk = self.rng, self.talk
        slots = Slots(self, subject)
        shape = weighted(rng, _ABOUT if kind == "note" else _SHAPES)
        sentences = []
        next_step = None
        for part in shape:
            if part == "open":
                sentence = pick(rng, talk.openings[kind])
            elif part == "promise":
                sentence, step = pick(rng, talk.promises)
                next_step = self._polish(step.format_map(slots))
            else:
                sentence = pick(rng, self._parts[part])
            sentences.append(self._polish(sentence.format_map(slots)))
        text = talk.joint.join(sentences)
        return Note(self._hurried(text), _outcome(shape), next_step)

    def step(self, subject: Subject) -> str:
        """Something promised to a customer, as the title of a task."""
        slots = Slots(self, subject)
        return self._polish(pick(self.rng, self.talk.promises)[1].format_map(slots))

    def _polish(self, sentence: str) -> str:
        return sentence if self.chinese else sentence[:1].upper() + sentence[1:]

    def _hurried(self, text: str) -> str:
        chance = self.rng.random()
        if self.chinese:
            return text.rstrip("。") if chance < 0.35 else text
        if chance < 0.1:
            return text.replace(" and ", " & ").replace(" with ", " w/ ").rstrip(".")
        if chance < 0.16:
            return (
                text[:1].lower() + text[1:] if text.startswith(("Met", "Called", "Visit")) else text
            )
        return text.rstrip(".") if chance < 0.26 else text


def _outcome(shape: tuple[str, ...]) -> str:
    if "win" in shape:
        return GOOD
    if "objection" in shape:
        return OPEN if "need" in shape else BAD
    return GOOD if "need" in shape else OPEN


def _money(slots: Slots, amount: int) -> str:
    if slots.writer.chinese:
        return (
            f"{amount / _LARGE:.1f}万".replace(".0万", "万") if amount >= _LARGE else f"{amount}元"
        )
    sign = slots.writer.sign
    return f"{sign}{amount // 1000}k" if amount >= 2 * _LARGE else f"{sign}{amount:,}"


def _amount(slots: Slots, quantity: int) -> str:
    thing = slots.subject.product
    if slots.writer.chinese:
        return f"{quantity}{thing.many}"
    return f"{quantity} {thing.many if quantity > 1 else thing.one}"


def _small(slots: Slots) -> str:
    quantities = slots.subject.product.quantities
    return _amount(slots, pick(slots.writer.rng, quantities[:2]))


def _round(value: int) -> int:
    return value - value % (50 if value >= 1000 else 10 if value >= 100 else 1)


def _month(slots: Slots) -> str:
    months = slots.writer.talk.months
    return months[(slots.subject.month + int(slots.writer.rng.random() * 5)) % 12]


def _number(*choices: int) -> Callable[[Slots], str]:
    texts = tuple(map(str, choices))
    return lambda slots: pick(slots.writer.rng, texts)


_MAKERS: dict[str, Callable[[Slots], str]] = {
    "p": lambda s: s.subject.product.one if s.writer.chinese else s.subject.product.many,
    "q": lambda s: str(s.quantity),
    "qp": lambda s: _amount(s, s.quantity),
    "small": _small,
    "price": lambda s: _money(s, _round(s.price)),
    "lower": lambda s: _money(s, _round(int(s.price * (0.76 + s.writer.rng.random() * 0.2)))),
    "total": lambda s: _money(s, _round(s.price * s.quantity)),
    "r": lambda s: pick(s.writer.rng, s.writer.trade.rivals),
    "spec": lambda s: pick(s.writer.rng, s.writer.trade.specs),
    "city": lambda s: s.subject.city,
    "day": lambda s: s.writer.talk.weekdays[s.subject.weekday],
    "month": _month,
    "n": _number(2, 3, 4),
    "weeks": _number(5, 6, 7, 8, 10, 12),
    "months": _number(6, 9, 12, 18, 24),
    "age": _number(6, 8, 9, 11, 12, 14, 15, 18, 20),
    "pct": _number(3, 4, 5, 6, 7, 8, 10, 12, 15),
    "tenths": _number(2, 3, 4, 5, 6, 7),
    "people": _number(3, 4, 5, 6, 8),
    "minutes": _number(10, 12, 15, 20, 25, 30, 40, 45),
}
