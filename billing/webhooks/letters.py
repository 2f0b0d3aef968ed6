"""What an event says that we look at: which it is, and whose customer."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec

from kernel.errors import Unreadable

Word = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.]{1,255}$")]
_LAST: Final = 253_402_300_799


class Data(msgspec.Struct):
    """What changed, as it was then."""

    object: dict[str, Any]


class Letter(msgspec.Struct):
    """A snapshot event; the object in it is as old as the event."""

    id: Word
    type: Word
    data: Data
    created: Annotated[int, msgspec.Meta(ge=0, le=_LAST)]
    livemode: bool = False
    account: str | None = None

    @property
    def at(self) -> datetime:
        """When it happened."""
        return datetime.fromtimestamp(self.created, UTC)

    @property
    def customer(self) -> str | None:
        """The customer that it is about, if it is about one."""
        told = self.data.object
        return _name(told.get("id") if told.get("object") == "customer" else told.get("customer"))

    @property
    def charge(self) -> str | None:
        """The payment that it is about: disputes and refunds name that and no customer."""
        return _name(self.data.object.get("charge"))


def _name(found: Any) -> str | None:
    try:
        return msgspec.convert(found.get("id") if isinstance(found, dict) else found, Word)
    except msgspec.ValidationError:
        return None


def read(body: bytes) -> Letter:
    """The event in a body that was signed; raises `Unreadable`."""
    try:
        return msgspec.json.decode(body, type=Letter)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable from None
