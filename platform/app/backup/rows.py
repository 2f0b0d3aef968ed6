"""Rows as PostgreSQL's COPY writes them: tabs between, one line each, the rest escaped."""

import re
from collections.abc import Iterator
from typing import IO, Final

NULL: Final = b"\\N"
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_MEANS: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


class Rows:
    """The rows of a member, each a dict of raw fields by column."""

    def __init__(self, file: IO[bytes], columns: tuple[str, ...]) -> None:
        self._file = file
        self._columns = columns

    def __iter__(self) -> Iterator[dict[str, bytes]]:
        for line in self._file:
            yield dict(zip(self._columns, line.rstrip(b"\n").split(b"\t"), strict=True))


def line(row: dict[str, bytes]) -> bytes:
    """A row as it was read, for COPY."""
    return b"\t".join(row.values()) + b"\n"


def text(field: bytes) -> str | None:
    """What a raw field says."""
    if field == NULL:
        return None
    plain = _ESCAPE.sub(lambda found: _MEANS.get(found[1], found[1]), field)
    return plain.decode()
