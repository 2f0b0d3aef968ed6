"""Bringing one workspace back into a deployment that lives on: it adds, and changes nothing."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from app.backup.archive import members, verified
from app.backup.people import NewPeople, people_by_id, place
from app.backup.plan import QUEUE, CannotRestore, Manifest, Part, demand_fitting, parts
from app.backup.restoring import copy_in, put_file
from app.backup.rows import NULL, Rows, line, text
from app.backup.saving import Say
from app.registry import workspace_tables
from kernel.ids import uuid7
from kernel.settings import Settings
from tenants.workspace.slug import RESERVED, slug_of, with_suffix

# A copy beside the original must not open by the original's keys and links, and buys its own
# plan: what is paid for, and by whom, is the original's.
_NOT_COPIED: Final = frozenset(
    {"api_key", "invitation", "idempotency_key", "meter", "subscription", "revenue_span"}
    | {"prepaid_order", "billing_reversal"}
)
_WHOSE: Final = """
INSERT INTO billing_customer (provider, customer_id, workspace_id, created_at)
SELECT s.provider, s.customer_id, s.tenant_id, s.created_at FROM subscription s
WHERE s.tenant_id = $1 AND s.provider = 'stripe' AND s.customer_id IS NOT NULL
ON CONFLICT DO NOTHING RETURNING workspace_id
"""
_JOB: Final = f"""
INSERT INTO {QUEUE} (priority, execute_after, status, entrypoint, dedupe_key, payload, headers)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::queue.pgqueuer_status,
    'picked'::queue.pgqueuer_status])) AND (dedupe_key IS NOT NULL)) DO NOTHING
"""


class Restored(msgspec.Struct):
    """What came back, and under which name."""

    slug: str
    id: UUID
    rows: int = 0
    files: int = 0
    jobs: int = 0
    new_people: int = 0


class _Move(msgspec.Struct):
    """From which workspace of the backup to which one here."""

    old: UUID
    row: dict[str, bytes]
    restored: Restored
    people: dict[UUID, UUID]

    @property
    def mapped(self) -> bool:
        return self.old != self.restored.id


async def restore_workspace(
    settings: Settings, dsn: str, source: Path, slug: str, say: Say, *, new_slug: str | None = None
) -> Restored:
    """One workspace by its slug in the backup; `new_slug` makes a copy beside a living one."""
    say("checking every byte")
    manifest = verified(source)
    connection = await asyncpg.connect(dsn)
    try:
        await demand_fitting(connection, manifest)
        async with connection.transaction():
            move = await _prepared(connection, source, manifest, slug, new_slug)
            await _load(settings, connection, source, manifest, move, say)
            # Forgotten when it was purged; what the provider tells finds its way again.
            await connection.execute(_WHOSE, move.restored.id)
    finally:
        await connection.close()
    return move.restored


async def _prepared(
    connection: Any, source: Path, manifest: Manifest, slug: str, new_slug: str | None
) -> _Move:
    columns = {member.name: member.columns for member in manifest.members}
    row: dict[str, bytes] | None = None
    belong: set[UUID] = set()
    known: list[str | None] = []
    for name, file in members(source):
        if name == "tables/workspace":
            for found in Rows(file, columns[name]):
                known.append(text(found["slug"]))
                row = found if known[-1] == slug else row
        elif name == "tables/membership" and row is not None:
            belong = {
                UUID(found["person_id"].decode())
                for found in Rows(file, columns[name])
                if found["tenant_id"] == row["id"]
            }
    if row is None:
        raise CannotRestore(f"The backup has no workspace {slug}; it has {_listed(known)}.")
    old = UUID(row["id"].decode())
    there = await connection.fetchval("SELECT slug FROM workspace WHERE id = $1", old)
    if there is not None and new_slug is None:
        raise CannotRestore(
            f"That workspace is here already, as {there}. Name a copy with --as SLUG,"
            f" or remove it first with `guanxi tenant purge {there}`."
        )
    people = await place(connection, people_by_id(source, columns, belong))
    made = Restored(await _free_slug(connection, slug, new_slug), old if there is None else uuid7())
    made.new_people = len(people.rows)
    await _insert_people(connection, source, columns, people)
    return _Move(old, row, made, people.ids)


def _listed(slugs: list[str | None]) -> str:
    shown = sorted(slug for slug in slugs if slug)
    return ", ".join(shown[:20]) + (" and more" if len(shown) > 20 else "")  # noqa: PLR2004


async def _free_slug(connection: Any, slug: str, new_slug: str | None) -> str:
    taken = "SELECT EXISTS (SELECT 1 FROM workspace WHERE slug = $1)"
    if new_slug is not None:
        if new_slug != slug_of(new_slug) or new_slug in RESERVED:
            raise CannotRestore(f"{new_slug} cannot be a workspace's address; try another.")
        if await connection.fetchval(taken, new_slug):
            raise CannotRestore(f"The address {new_slug} is taken; try another.")
        return new_slug
    wanted = slug
    while await connection.fetchval(taken, wanted):
        wanted = with_suffix(slug)
    return wanted


async def _insert_people(
    connection: Any, source: Path, columns: dict[str, tuple[str, ...]], people: NewPeople
) -> None:
    """People who are not here yet, with what opens their accounts."""
    by_name = {part.table: part for part in parts()}
    for name, file in members(source):
        if name == "tables/person":
            await copy_in(connection, by_name["person"], columns[name], _lines(people.rows))
        elif name == "tables/recovery_code":
            theirs = [r for r in Rows(file, columns[name]) if r["person_id"] in people.raw_ids]
            await copy_in(connection, by_name["recovery_code"], columns[name], _lines(theirs))


async def _load(
    settings: Settings, connection: Any, source: Path, manifest: Manifest, move: _Move, say: Say
) -> None:
    columns = {member.name: member.columns for member in manifest.members}
    theirs = set(workspace_tables()) - (_NOT_COPIED if move.mapped else frozenset())
    tables = {f"tables/{part.table}": part for part in parts()}
    for name, file in members(source):
        part = tables.get(name)
        if name == "tables/workspace" and part is not None:
            row = {**move.row, "id": str(move.restored.id).encode()}
            row["slug"] = move.restored.slug.encode()
            if move.mapped and "entitled" in row:
                row["entitled"] = NULL
            await copy_in(connection, part, columns[name], _lines([row]))
        elif part is not None and part.table in theirs:
            say(part.table)
            await _table(connection, part, Rows(file, columns[name]), columns[name], move)
        elif name == f"tables/{QUEUE}":
            await _jobs(connection, Rows(file, columns[name]), move)
        elif name.startswith(f"files/{move.old.hex}/"):
            own = name.rpartition("/")[2]
            put_file(settings.files_dir, f"files/{move.restored.id.hex}/{own}", file)
            move.restored.files += 1


async def _table(
    connection: Any, part: Part, rows: Rows, columns: tuple[str, ...], move: _Move
) -> None:
    old, new = str(move.old).encode(), str(move.restored.id).encode()

    async def moved() -> AsyncIterator[bytes]:
        for row in rows:
            if row["tenant_id"] != old:
                continue
            row["tenant_id"] = new
            if part.table == "membership":
                person = UUID(row["person_id"].decode())
                row["person_id"] = str(move.people[person]).encode()
            move.restored.rows += 1
            yield line(row)

    await copy_in(connection, part, columns, moved())


async def _lines(rows: list[dict[str, bytes]]) -> AsyncIterator[bytes]:
    for row in rows:
        yield line(row)


async def _jobs(connection: Any, rows: Rows, move: _Move) -> None:
    old, new = str(move.old), str(move.restored.id)
    for row in rows:
        headers = text(row["headers"])
        if not headers or json.loads(headers).get("tenant") != old:
            continue
        payload, key = text(row["payload"]), text(row["dedupe_key"])
        await connection.execute(
            _JOB,
            int(row["priority"]),
            datetime.fromisoformat(text(row["execute_after"]) or ""),
            text(row["status"]),
            text(row["entrypoint"]),
            key.replace(old, new) if key else None,
            bytes.fromhex(payload[2:]) if payload else None,
            headers.replace(old, new),
        )
        move.restored.jobs += 1
