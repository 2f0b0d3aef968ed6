"""Making a backup: one snapshot of the database, then the files."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg

from app.backup.archive import Archive, HashedFile, written
from app.backup.plan import FORMAT, Manifest, Member, Part, key_marks, parts, revision
from kernel import clock
from kernel.settings import Settings

Say = Callable[[str], None]


async def back_up(settings: Settings, dsn: str, target: Path, say: Say) -> Manifest:
    """Write everything to `target`, as the role that may read past row-level security."""
    connection = await asyncpg.connect(dsn)
    try:
        with (
            written(target) as archive,
            tempfile.TemporaryDirectory(prefix=".guanxi-", dir=target.parent) as folder,
        ):
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                made_at, at = clock.now().isoformat(), await revision(connection)
                for part in parts():
                    say(part.table)
                    await _table(connection, part, archive, Path(folder) / "rows")
            # After the snapshot: each file that a row names is there, and perhaps newer ones.
            say("files")
            _files(settings.files_dir, archive)
            manifest = Manifest(FORMAT, at, made_at, key_marks(settings), tuple(archive.members))
            archive.close(manifest)
    finally:
        await connection.close()
    return manifest


async def _table(connection: Any, part: Part, archive: Archive, draft: Path) -> None:
    name = f"tables/{part.table}"
    with draft.open("wb") as file:
        hashed = HashedFile(file)
        tag: str = await connection.copy_from_query(part.query, output=hashed, format="text")
    rows = int(tag.rpartition(" ")[2])
    member = Member(name, hashed.hexdigest(), hashed.size, rows, part.columns)
    archive.add(name, draft, member)


def _files(root: Path, archive: Archive) -> None:
    for path in sorted(root.glob("*/*")):
        # What is still being uploaded has no row yet, and staged rows are read again.
        if path.is_file() and not path.suffix:
            archive.add(f"files/{path.parent.name}/{path.name}", path)
