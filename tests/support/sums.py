"""Sums over every table and file, to compare two deployments by."""

import hashlib
from pathlib import Path

import asyncpg

from app.backup.plan import QUEUE, parts

SUM = "SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM ({}) t"


async def sums(address: str, workspace_id: str | None = None) -> dict[str, str]:
    """A sum over each table, of one workspace's rows or all."""
    connection = await asyncpg.connect(address)
    try:
        found = {}
        for part in parts():
            if workspace_id is None:
                found[part.table] = await connection.fetchval(SUM.format(part.query))
            elif "tenant_id" in part.columns:
                chosen = f"{part.query} WHERE tenant_id = '{workspace_id}'"
                found[part.table] = await connection.fetchval(SUM.format(chosen))
        return found
    finally:
        await connection.close()


async def sums_of_others(address: str, workspace_id: str) -> dict[str, str]:
    """The same, of all rows that are not this workspace's."""
    connection = await asyncpg.connect(address)
    try:
        found = {}
        for part in parts():
            chosen = part.query
            if part.table == QUEUE:
                chosen += f" AND NOT coalesce(headers->>'tenant' = '{workspace_id}', false)"
            elif "tenant_id" in part.columns:
                chosen += f" WHERE tenant_id <> '{workspace_id}'"
            elif part.table == "workspace":
                chosen += f" WHERE id <> '{workspace_id}'"
            found[part.table] = await connection.fetchval(SUM.format(chosen))
        return found
    finally:
        await connection.close()


def file_sums(root: Path) -> dict[str, str]:
    """What can be made again (a name with an ending) is left out, as backups do."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.glob("*/*")
        if not path.suffix
    }
