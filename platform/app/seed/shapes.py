"""The word material one language brings to made-up firms."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Product:
    """Something sold: how one and many are called, its price range, and usual quantities."""

    one: str
    many: str
    low: int
    high: int
    quantities: tuple[int, ...]


@dataclass(slots=True, frozen=True)
class Trade:
    """A line of business: what it sells, to whom, against whom."""

    key: str
    words: tuple[str, ...]
    products: tuple[Product, ...]
    rivals: tuple[str, ...]
    buyers: tuple[str, ...]
    specs: tuple[str, ...]


@dataclass(slots=True, frozen=True)
class City:
    """A place with the number range that is kept there for fiction."""

    name: str
    country: str
    phone: str
    digits: int


@dataclass(slots=True, frozen=True)
class Talk:
    """How a rep writes: sentences by their part in a note, and what was promised."""

    openings: dict[str, tuple[str, ...]]
    needs: tuple[str, ...]
    objections: tuple[str, ...]
    facts: tuple[str, ...]
    wins: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]
    shorts: tuple[str, ...]
    asides: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    joint: str


def product(one: str, many: str, low: int, high: int, *quantities: int) -> Product:
    """One line of a price list."""
    return Product(one, many, low, high, quantities or (1, 2, 3, 5, 10))
