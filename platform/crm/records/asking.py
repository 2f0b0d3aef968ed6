"""Asking in one's own words, for those who may not know the search: a port that it fills."""

from datetime import datetime
from typing import Protocol

import msgspec

from crm.records.finding import Hit
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Source(msgspec.Struct, frozen=True):
    """Where a sentence stands, as it was written; whose that is, and from when."""

    record: Hit
    by: str
    at: datetime


class Told(msgspec.Struct, frozen=True):
    """The best sentences, each in its record's snippet; `kept`: none, so others are asked.

    `text` is how a language model puts them, where there is one.
    """

    sources: list[Source]
    kept: bool = False
    text: str = ""


class Asker(Protocol):
    """Answers from what the principal may see, or keeps the question for those who may know."""

    async def ask(self, uow: UnitOfWork, principal: Principal, text: str, *, known: bool) -> Told:
        """The best sentences, best first; of what is `known` otherwise nobody is asked."""
        ...


class _Nobody:
    """Before a search is installed nothing is answered."""

    async def ask(
        self, _uow: UnitOfWork, _principal: Principal, _text: str, *, known: bool
    ) -> Told:
        del known
        return Told([])


class Asked:
    """The port: `use` fills it, once, where the product is composed."""

    def __init__(self) -> None:
        self.asker: Asker = _Nobody()

    def use(self, asker: Asker) -> None:
        """Ask this one from now on."""
        self.asker = asker


asking = Asked()
