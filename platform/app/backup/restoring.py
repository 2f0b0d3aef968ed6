"""Restoring a whole deployment, in one transaction."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, Any

import asyncpg

from app.backup.archive import MANIFEST, PIECE, members, verified
from app.backup.plan import QUEUE, CannotRestore, Manifest, Part, demand_fitting, parts
from app.backup.saving import Say
from kernel.settings import Settings

_ANY = "SELECT EXISTS (SELECT 1 FROM workspace) OR EXISTS (SELECT 1 FROM person)"


async def restore(
    settings: Settings, dsn: str, source: Path, say: Say, *, force: bool = False
) -> Manifest:
    """Put everything back; what was there before goes only with `force`."""
    say("checking every byte")
    manifest = verified(source)
    connection = await asyncpg.connect(dsn)
    try:
        await demand_fitting(connection, manifest)
        async with connection.transaction():
            await connection.execute("SET LOCAL lock_timeout = '10s'")
            await _make_room(connection, force=force)
            await _load(settings, connection, source, manifest, say)
    finally:
        await connection.close()
    return manifest


async def _make_room(connection: Any, *, force: bool) -> None:
    if await connection.fetchval(_ANY) and not force:
        raise CannotRestore(
            "The database is not empty. Restore into a new one, bring back one workspace with"
            " --workspace, or replace everything that is there with --force."
        )
    try:
        tables = ", ".join(part.table for part in parts() if part.table != QUEUE)
        await connection.execute(f"TRUNCATE {tables}")
        await connection.execute(f"DELETE FROM {QUEUE}")
    except asyncpg.LockNotAvailableError as error:
        raise CannotRestore("The database is in use. Stop the servers first.") from error


async def _load(
    settings: Settings, connection: Any, source: Path, manifest: Manifest, say: Say
) -> None:
    tables = {f"tables/{part.table}": part for part in parts()}
    told = {member.name: member for member in manifest.members}
    for name, file in members(source):
        if name in tables:
            say(tables[name].table)
            await copy_in(connection, tables[name], told[name].columns, pieces(file))
        elif name != MANIFEST:
            put_file(settings.files_dir, name, file)


async def copy_in(
    connection: Any, part: Part, columns: tuple[str, ...], rows: AsyncIterator[bytes]
) -> None:
    """Load a table."""
    await connection.copy_to_table(
        part.name, source=rows, columns=columns, schema_name=part.schema, format="text"
    )


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """A member as it is."""
    while piece := file.read(PIECE):
        yield piece


def put_file(root: Path, name: str, file: IO[bytes]) -> None:
    """Write a file to where it lay: `files/<workspace>/<file>`, both hexadecimal."""
    _, workspace, own = name.split("/")
    if not (workspace + own).isalnum():
        raise CannotRestore(f"The backup holds a file with an impossible name: {name}")
    folder = root / workspace
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{own}.part").open("wb") as target:
        shutil.copyfileobj(file, target, PIECE)
    (folder / f"{own}.part").replace(folder / own)
