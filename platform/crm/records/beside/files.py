"""Attachments: files of a record, shown to whoever sees it."""

import mimetypes
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Protocol
from uuid import UUID

import msgspec

from crm.records.beside.store import Source, Store
from crm.records.beside.telling import tell
from crm.records.service import Records
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.rooms import take
from kernel.texts import one_line
from kernel.together import Ask
from kernel.transaction import UnitOfWork

MAX_FILES = 200
MAX_NAME = 200

_LIST = """
SELECT f.id, f.name, f.media_type, f.size, f.sha256, f.created_at, f.created_by FROM attachment f
WHERE f.tenant_id = $1 AND f.record_id = $2 AND f.deleted_at IS NULL
ORDER BY f.tenant_id, f.created_at, f.id LIMIT 200
"""
_ONE = """
SELECT f.id, f.name, f.media_type, f.size, f.sha256, f.created_at, f.created_by FROM attachment f
WHERE f.tenant_id = $1 AND f.record_id = $2 AND f.id = $3
"""
_INSERT = """
INSERT INTO attachment (tenant_id, id, record_id, name, media_type, size, sha256, created_at,
                        created_by)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
WHERE (SELECT count(*) FROM attachment c WHERE c.tenant_id = $1 AND c.record_id = $3) < $10
ON CONFLICT (tenant_id, id) DO UPDATE SET record_id = excluded.record_id RETURNING id
"""
_BIN = """
UPDATE attachment SET deleted_at = $4 WHERE tenant_id = $1 AND record_id = $2 AND id = $3
    AND deleted_at IS {was} RETURNING name
"""


class Heard(Protocol):
    """Hears of a file that came (back) to a record, or is `gone` into the recycle bin."""

    async def __call__(
        self, uow: UnitOfWork, record_id: UUID, file_id: UUID, *, gone: bool
    ) -> None:
        """In the transaction of the change."""
        ...


_HEARING: list[Heard] = []


def on_file(hear: Heard) -> None:
    """Tell `hear` of every file."""
    _HEARING.append(hear)


class FileView(msgspec.Struct, frozen=True):
    """A file of a record."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    created_by: UUID | None


async def files_of(uow: UnitOfWork, principal: Principal, record_id: UUID) -> list[FileView]:
    """The files of a record that the principal sees."""
    return [FileView(**row) for row in await uow.fetch(_LIST, principal.tenant_id, record_id)]


def asking_files(principal: Principal, record_id: UUID) -> Ask:
    """The same as a part of a statement."""
    return Ask(_LIST, (principal.tenant_id, record_id))


async def file_of(
    uow: UnitOfWork, principal: Principal, record_id: UUID, file_id: UUID
) -> FileView:
    """One of them; `NotFound` also for one that is in the recycle bin."""
    row = await uow.fetchrow(
        f"{_ONE} AND f.deleted_at IS NULL", principal.tenant_id, record_id, file_id
    )
    if row is None:
        raise NotFound
    return FileView(**row)


async def attach(
    records: Records, store: Store, record_id: UUID, name: str, source: Source
) -> FileView:
    """Put a file away, and beside the record. Bytes without a row are swept up later."""
    await records.changeable(record_id, "comment")
    me, file_id, shown = records.principal, uuid7(), file_name(name)
    stored = await store.put(me.tenant_id, file_id, source)
    media_type = mimetypes.guess_type(shown)[0] or "application/octet-stream"
    view = FileView(
        file_id, shown, media_type, stored.size, stored.sha256, clock.now(), me.member_id
    )
    return await _beside(records, record_id, view)


async def attach_stored(records: Records, record_id: UUID, view: FileView) -> FileView:
    """What lies in the store under the file's id already, beside this record and no other."""
    await records.changeable(record_id, "comment")
    return await _beside(records, record_id, view)


async def _beside(records: Records, record_id: UUID, view: FileView) -> FileView:
    made = await records.uow.fetchval(
        _INSERT,
        records.principal.tenant_id,
        view.id,
        record_id,
        view.name,
        view.media_type,
        view.size,
        view.sha256,
        view.created_at,
        records.principal.member_id,
        MAX_FILES,
    )
    take(records.uow, records.principal.entitled, "storage", view.size)
    if made is None:
        raise Conflict(_("A record has at most %(most)s files."), most=MAX_FILES)
    await _tell(records, record_id, "file_added", after=view.name)
    for hear in _HEARING:
        await hear(records.uow, record_id, view.id, gone=False)
    return view


async def bin_file(records: Records, record_id: UUID, file_id: UUID) -> str:
    """Into the recycle bin; its name."""
    name = await _move(records, record_id, file_id, binned=True)
    await _tell(records, record_id, "file_deleted", before=name)
    return name


async def unbin_file(records: Records, record_id: UUID, file_id: UUID) -> str:
    """Out of it again; its name."""
    name = await _move(records, record_id, file_id, binned=False)
    await _tell(records, record_id, "file_restored", after=name)
    return name


def file_name(name: str) -> str:
    """The last part of a name, without what would mislead: never a path, never empty."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    clean = one_line(last).strip(" .")
    if len(clean) > MAX_NAME:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[: MAX_NAME - 12]}{dot}{ending[:10]}" if dot else clean[:MAX_NAME]
    return clean or _("file")


async def _move(records: Records, record_id: UUID, file_id: UUID, *, binned: bool) -> str:
    await records.changeable(record_id)
    name = await records.uow.fetchval(
        _BIN.format(was="NULL" if binned else "NOT NULL"),
        records.principal.tenant_id,
        record_id,
        file_id,
        clock.now() if binned else None,
    )
    if name is None:
        raise NotFound
    for hear in _HEARING:
        await hear(records.uow, record_id, file_id, gone=binned)
    return str(name)


async def _tell(
    records: Records, record_id: UUID, action: str, *, before: str = "", after: str = ""
) -> None:
    await tell(
        records.uow,
        records.principal,
        records.kind,
        record_id,
        action,
        before={"files": [before]} if before else None,
        after={"files": [after]} if after else None,
    )
