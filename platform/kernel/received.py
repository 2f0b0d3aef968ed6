"""What came in: text that no table can hold is refused at the door, for every field alike."""

from typing import Any, Final

from litestar import Request
from litestar.datastructures import FormMultiDict

from kernel.errors import Invalid
from kernel.i18n import _

NUL: Final = "\x00"
# How JSON may say it; a backslash before it makes it mean something else, which is seen later.
_MARKS: Final = (b"\\u0000", b"\x00")


class Received(Request[Any, Any, Any]):
    """A request whose JSON and forms hold no NUL; raises `Invalid` with the field's name."""

    async def json(self) -> Any:
        told = await super().json()
        body = await self.body()
        if any(mark in body for mark in _MARKS):
            _demand_storable(told, "body")
        return told

    async def form(self) -> FormMultiDict:
        told = await super().form()
        for name, value in told.multi_items():
            if isinstance(value, str):
                _demand_storable(value, name)
        return told


def _demand_storable(value: Any, name: str) -> None:
    if isinstance(value, str):
        if NUL in value:
            raise Invalid(fields={name: _("This contains characters that cannot be stored.")})
    elif isinstance(value, dict):
        for key, inner in value.items():
            _demand_storable(key, name)
            _demand_storable(inner, key if name == "body" else name)
    elif isinstance(value, list):
        for inner in value:
            _demand_storable(inner, name)
