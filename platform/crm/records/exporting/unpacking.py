"""An archive comes into another workspace: its rows keep their ids, people are those there."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from crm.records.beside.store import Store
from crm.records.exporting.contents import (
    FORMAT,
    exported_tables,
    member_columns,
    table_called,
)
from crm.records.many import follow_many
from crm.records.ports import Change
from crm.records.types import record_types
from crm.records.undo.recording import recorded
from crm.records.undo.restoring import typed
from kernel.errors import Refused
from kernel.model import insert_rows
from kernel.principal import Principal
from kernel.rooms import recount
from kernel.transaction import UnitOfWork

TOGETHER = 500
MOST_FILE = 512 * 2**20
# What two workspaces call by the same name is the same.
NAMED = ("team", "tag")

_MEMBERS = """
SELECT m.id, lower(p.email) AS email FROM membership m JOIN person p ON p.id = m.person_id
WHERE m.tenant_id = $1
"""

Row = dict[str, Any]


class Unpacked(msgspec.Struct):
    """What came in; `strangers` are members of the archive who are not here."""

    rows: dict[str, int] = {}
    files: int = 0
    strangers: list[str] = []
    batch_id: UUID | None = None


class Archive:
    """A zip file that `packing` made."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            said = json.loads(self._zip.read("manifest.json"))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise Refused("This is no export of a workspace.") from error
        if said.get("format") != FORMAT:
            raise Refused("This export was made by another version of Guanxi.")
        self.names = set(self._zip.namelist())

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table."""
        if f"tables/{table}.jsonl" in self.names:
            with self._zip.open(f"tables/{table}.jsonl") as file:
                for line in file:
                    yield json.loads(line)

    def file(self, file_id: str) -> bytes | None:
        """The bytes of a file, if it is there."""
        name = f"files/{file_id}"
        if name not in self.names or self._zip.getinfo(name).file_size > MOST_FILE:
            return None
        return self._zip.read(name)

    def close(self) -> None:
        """No more."""
        self._zip.close()


async def unpack(uow: UnitOfWork, principal: Principal, store: Store, path: Path) -> Unpacked:
    """Bring everything in as one batch; what is there already stays as it is."""
    archive = Archive(path)
    try:
        async with recorded(uow, principal, "import", "", path.name) as batch:
            unpacking = Unpacking(uow, batch.principal, archive)
            await unpacking.all(store)
        # All of it comes in, also beyond what the plan holds; then nothing new does.
        await recount(uow)
        unpacking.told.batch_id = batch.id if batch.counts else None
    finally:
        archive.close()
    return unpacking.told


class Unpacking:
    """One archive on its way in; `ids` says which member, team or tag an old id is here."""

    def __init__(self, uow: UnitOfWork, me: Principal, archive: Archive) -> None:
        self.uow, self.me, self.archive = uow, me, archive
        self.ids: dict[str, str] = {}
        self.members: set[str] = set()
        self.told = Unpacked()

    async def all(self, store: Store) -> None:
        """Members are found, all else is brought in, in the order of what refers to what."""
        await self._meet()
        for name in NAMED:
            await self._same(name)
        kinds = {kind.table: kind for kind in record_types()}
        for name in exported_tables():
            if name == "membership":
                continue
            rows = self.archive.rows(name)
            while part := list(islice(rows, TOGETHER)):
                fresh = await self._insert(name, [self._moved(name, row) for row in part])
                self.told.rows[name] = self.told.rows.get(name, 0) + len(fresh)
                if name in kinds:
                    await follow_many(self.uow, self._changes(kinds[name], fresh))
                if name == "attachment":
                    self._put(store, fresh)

    async def _meet(self) -> None:
        """Members by their mail addresses."""
        rows = await self.uow.fetch(_MEMBERS, self.me.tenant_id)
        here = {row["email"]: str(row["id"]) for row in rows}
        self.members = set(here.values())
        for row in self.archive.rows("membership"):
            known = here.get(str(row["email"]).lower())
            if known is None:
                self.told.strangers.append(row["email"])
            else:
                self.ids[row["id"]] = known

    async def _same(self, name: str) -> None:
        rows = await self.uow.fetch(
            f"SELECT t.id, t.name FROM {name} t WHERE t.tenant_id = $1", self.me.tenant_id
        )
        here = {row["name"]: str(row["id"]) for row in rows}
        for row in self.archive.rows(name):
            if row["name"] in here:
                self.ids[row["id"]] = here[row["name"]]

    def _moved(self, name: str, row: Row) -> Row:
        """The row as it is here: this workspace, these people."""
        moved = {k: v for k, v in row.items() if k in table_called(name).c}
        for key, value in moved.items():
            if key in member_columns(name) and value is not None:
                moved[key] = self.ids.get(value) or self._instead(key)
            elif isinstance(value, str) and value in self.ids:
                moved[key] = self.ids[value]
        return {**moved, "tenant_id": str(self.me.tenant_id)}

    def _instead(self, key: str) -> str | None:
        """Whoever brings records in owns those of people who are not here."""
        return str(self.me.member_id) if key == "owner_id" else None

    async def _insert(self, name: str, rows: list[Row]) -> list[Row]:
        """Those that are new."""
        needed = [n for n in member_columns(name) if not table_called(name).c[n].nullable]
        fit = [row for row in rows if all(row.get(column) for column in needed)]
        keys = [c.name for c in table_called(name).primary_key if c.name != "tenant_id"]
        shown = ", ".join(f"{key}::text" for key in keys)
        made = await self.uow.fetch(
            insert_rows(name, "$1", "$2", "ON CONFLICT DO NOTHING", shown),
            self.me.tenant_id,
            fit,
        )
        fresh = {tuple(row.values()) for row in made}
        return [row for row in fit if tuple(str(row[key]) for key in keys) in fresh]

    def _changes(self, kind: Any, rows: list[Row]) -> list[Change]:
        live = [typed(kind, row) for row in rows if row.get("deleted_at") is None]
        return [
            Change(
                principal=self.me,
                kind=kind,
                record_id=row["id"],
                action="created",
                row=row,
                before=None,
                changed=frozenset(),
                links={},
            )
            for row in live
        ]

    def _put(self, store: Store, rows: list[Row]) -> None:
        for row in rows:
            content = self.archive.file(row["id"])
            if content is None or hashlib.sha256(content).hexdigest() != row["sha256"]:
                continue
            path = store.path(self.me.tenant_id, UUID(row["id"]))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.told.files += 1
