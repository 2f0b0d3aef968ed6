"""The file of a backup: a compressed tar whose every byte is accounted for."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec

from app.backup.plan import FORMAT, CannotRestore, Manifest, Member

MANIFEST: Final = "manifest.json"
PIECE: Final = 1 << 18
# Ten bytes without a name or a time, so that a changed one is noticed here too.
HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LEVEL: Final = 6


class Damaged(CannotRestore):
    """The file is not what was written."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The backup is damaged ({why}). Nothing was restored; use another one.")


class HashedFile:
    """A file that knows the checksum of what was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


class Archive:
    """Being written; the manifest comes last, when all is known."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: list[Member] = []

    def add(self, name: str, path: Path, member: Member | None = None) -> None:
        """A file; its checksum is computed unless it is told."""
        size = path.stat().st_size
        with path.open("rb") as file:
            if member is None:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                member = Member(name, digest, size)
                file.seek(0)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            self._tar.addfile(entry, file)
        self.members.append(member)

    def close(self, manifest: Manifest) -> None:
        """Write down what it holds."""
        text = msgspec.json.format(msgspec.json.encode(manifest))
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))


@contextmanager
def written(path: Path) -> Iterator[Archive]:
    """A new file, readable by its owner only, there whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Archive(tar)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def reading() -> Iterator[None]:
    """What the readers of gzip and tar stumble over means damage, wherever it shows."""
    try:
        yield
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member in its order; to be read before the next is asked for."""
    with path.open("rb") as raw:
        if raw.read(len(HEADER)) != HEADER:
            raise Damaged("its first bytes are not a backup's")
        raw.seek(0)
        with reading(), gzip.GzipFile(fileobj=raw) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    file = tar.extractfile(entry)
                    if file is not None:
                        yield entry.name, file
            # To the end, where the checksum of the whole is.
            while packed.read(PIECE):
                pass


def verified(path: Path) -> Manifest:
    """The manifest, after every byte was read and compared with it."""
    found: dict[str, tuple[str, int]] = {}
    manifest: Manifest | None = None
    for name, file in members(path):
        if name == MANIFEST:
            with reading():
                manifest = _manifest(file.read())
            continue
        digest, size = hashlib.sha256(), 0
        with reading():
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
        found[name] = (digest.hexdigest(), size)
    if manifest is None:
        raise Damaged("it has no manifest, so it was not finished")
    for member in manifest.members:
        if found.pop(member.name, None) != (member.sha256, member.size):
            raise Damaged(f"{member.name} is not what was written")
    if found:
        raise Damaged(f"{min(found)} does not belong to it")
    return manifest


def _manifest(text: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise Damaged("its manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise CannotRestore(
            f"The backup has format {manifest.format}, and this version reads {FORMAT}."
            " Use the version of Guanxi that made it."
        )
    return manifest
