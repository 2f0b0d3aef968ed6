"""Where files lie: one folder per workspace, under names that we make."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec

from kernel.errors import TooLarge
from kernel.settings import Settings, load

CHUNK = 65_536


class Source(Protocol):
    """What can be read in pieces."""

    async def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Stored(msgspec.Struct, frozen=True):
    """A file that was put away."""

    size: int
    sha256: str


class Store:
    """Files on this machine; a name from outside never becomes a path."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.files_dir
        self.most = settings.max_file_bytes

    def path(self, tenant_id: UUID, file_id: UUID) -> Path:
        """The one place of a file."""
        return self.folder(tenant_id) / file_id.hex

    def folder(self, tenant_id: UUID) -> Path:
        """All files of a workspace."""
        return self.root / tenant_id.hex

    async def put(self, tenant_id: UUID, file_id: UUID, source: Source) -> Stored:
        """Copy in pieces; half a file is never left behind."""
        path = self.path(tenant_id, file_id)
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        digest, size = hashlib.sha256(), 0
        file = await asyncio.to_thread(draft.open, "wb")
        try:
            while piece := await source.read(CHUNK):
                size += len(piece)
                if size > self.most:
                    raise TooLarge  # noqa: TRY301 -- what was written is thrown away below
                digest.update(piece)
                await asyncio.to_thread(file.write, piece)
            await asyncio.to_thread(file.close)
            await asyncio.to_thread(draft.replace, path)
        except BaseException:
            file.close()
            draft.unlink(missing_ok=True)
            raise
        return Stored(size, digest.hexdigest())

    async def pieces(self, tenant_id: UUID, file_id: UUID) -> AsyncIterator[bytes]:
        """The file's bytes."""
        file = await asyncio.to_thread(self.path(tenant_id, file_id).open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, CHUNK):
                yield piece
        finally:
            file.close()

    def has(self, tenant_id: UUID, file_id: UUID) -> bool:
        """Whether the bytes are there."""
        return self.path(tenant_id, file_id).is_file()


_settings: list[Settings] = []


def use(settings: Settings) -> None:
    """Set the process's own settings; without it the environment's hold."""
    _settings[:] = [settings]


def settings() -> Settings:
    """What jobs work with."""
    if not _settings:
        use(load())
    return _settings[0]
