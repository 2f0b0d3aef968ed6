"""The filters of the search page, as an address carries them: what makes no sense is left out."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from kernel.errors import NotFound
from search.wanted import Wanted


class Filters(msgspec.Struct, frozen=True):
    """Texts from the address, "" where nothing was chosen."""

    type: str
    by: str
    about: str
    tag: str
    since: str
    until: str

    @classmethod
    def read(cls, type: str, address: Mapping[str, str]) -> "Filters":
        rest = (address.get(name, "") for name in ("by", "about", "tag", "since", "until"))
        return cls(type, *rest)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            type=self.type or None,
            by=_id(self.by),
            about=_id(self.about),
            tag=_id(self.tag),
            since=_day(self.since),
            until=_day(self.until),
        )

    @property
    def any(self) -> bool:
        return self.wanted.narrows

    def address(self, q: str, **changed: str) -> str:
        """The query of the same search with some of it changed."""
        values = {"q": q, **msgspec.structs.asdict(self), **changed}
        return urlencode({name: value for name, value in values.items() if value})


def demanded_id(text: str) -> UUID:
    """Raises `NotFound` for what is none: nothing can be there."""
    found = _id(text)
    if found is None:
        raise NotFound
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
