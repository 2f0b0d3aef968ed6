"""What was promised, written down outside of the product before anything else happens."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import msgspec


class Promise(msgspec.Struct, frozen=True):
    """A record that the product said it has."""

    id: UUID
    name: str


class Ledger:
    """Append-only, on the disk before the next step."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab")

    def note(self, promise: Promise) -> None:
        """Keep a promise, come what may."""
        self._file.write(msgspec.json.encode(promise) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def read(self) -> list[Promise]:
        """Every promise."""
        lines = self.path.read_bytes().splitlines()
        return [msgspec.json.decode(line, type=Promise) for line in lines]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
