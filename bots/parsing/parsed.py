"""What one chat sentence was understood to say, each field with how sure we are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

T = TypeVar("T")
Span = tuple[int, int]
Unit = Literal["daily", "weekly", "monthly", "yearly"]


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """A value read from the text, its confidence from 0 to 1, and where it stood."""

    value: T
    confidence: float
    span: Span


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units."""

    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """How something comes again: every so many of a unit, in the words of tasks."""

    unit: Unit
    every: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company or contact the speaker may see and may mean; a company may be a private person."""

    id: UUID
    type: Literal["company", "contact"]
    name: str
    company: str | None = None
    alternates: tuple[str, ...] = ()
    weight: float = 0
    person: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Everyone who can be meant, and the money of the workspace."""

    companies: tuple[Candidate, ...] = ()
    contacts: tuple[Candidate, ...] = ()
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence as fields; whatever is None was not said."""

    text: str
    lang: str
    kind: Guess[str] | None
    companies: tuple[Guess[Candidate], ...]
    contacts: tuple[Guess[Candidate], ...]
    new_company: Guess[str] | None
    new_contact: Guess[str] | None
    amount: Guess[Money] | None
    next_at: Guess[date | datetime] | None
    happened_at: Guess[date | datetime] | None
    next_text: Guess[str] | None
    stage: Guess[str] | None
    repeat: Guess[Repeat] | None = None
