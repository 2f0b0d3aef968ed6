"""What customers send along: fetched from their network, and kept with whoever they are for us."""

from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from bots.core.enclosing import MOST, Whole, named
from bots.core.messages import Enclosure, Inbound
from bots.gateway.fetching import Lost, brought, tried_again
from crm.records.beside.files import FileView, attach_stored
from crm.records.beside.store import Store, Stored, settings
from crm.records.keeper import keeper
from crm.records.service import service_of
from kernel import clock, jobs
from kernel.errors import Refused
from kernel.ids import uuid7
from kernel.jobs import Work
from kernel.rooms import demand_now
from kernel.transaction import UnitOfWork

FETCH: Final = "conversation.fetch"

_LINE = """
SELECT l.files, c.channel, c.bot_id, c.record_id, r.type FROM conversation_line l
JOIN conversation c ON c.tenant_id = $1 AND c.id = l.conversation_id
JOIN record r ON r.tenant_id = $1 AND r.id = c.record_id AND r.deleted_at IS NULL
WHERE l.tenant_id = $1 AND l.id = $2 FOR UPDATE OF l
"""
_FILES = "UPDATE conversation_line SET files = $3 WHERE tenant_id = $1 AND id = $2"
_ONE = """
SELECT a.id, a.name, a.media_type, a.size, a.sha256, a.created_at, a.created_by FROM attachment a
WHERE a.tenant_id = $1 AND a.id = $3 AND a.deleted_at IS NULL AND EXISTS (
    SELECT FROM conversation_line l, jsonb_array_elements(l.files) f
    WHERE l.tenant_id = $1 AND l.conversation_id = $2 AND f ->> 'id' = a.id::text)
"""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a line: under its id it is an attachment of the record, once it is `kept`."""

    id: UUID
    name: str
    media_type: str
    state: Literal["waiting", "kept", "lost"] = "waiting"


def files_of(inbound: Inbound) -> list[File]:
    """What came along, as a line has it."""
    return [
        File(id=uuid7(), name=named(one), media_type=one.media_type)
        for one in inbound.enclosed[:MOST]
    ]


async def fetch_all(uow: UnitOfWork, line_id: UUID, files: list[File], inbound: Inbound) -> None:
    """Ask for each; what is small is here already."""
    for file, one in zip(files, inbound.enclosed, strict=False):
        if one.content:
            await _keep(uow, line_id, file, await _put(uow, file, one))
        else:
            job = {"line_id": str(line_id), "file_id": str(file.id), "reference": one.reference}
            await jobs.enqueue(uow, FETCH, job)


async def _put(uow: UnitOfWork, file: File, one: Enclosure) -> Stored:
    if uow.tenant_id is None:
        raise RuntimeError("a file without a workspace")
    return await Store(settings()).put(uow.tenant_id, file.id, Whole(one.content))


@jobs.job(FETCH, parts=True)
async def fetch(work: Work, payload: dict[str, Any]) -> None:
    """Once it is here it hangs on the record; what is not to be had is marked as lost."""
    line_id, file_id = UUID(payload["line_id"]), UUID(payload["file_id"])
    async with work() as uow:
        row, tenant_id = await uow.fetchrow(_LINE, uow.tenant_id, line_id), uow.tenant_id
    file = _of(row, file_id)
    if row is None or file is None or tenant_id is None:
        return
    stored = None
    try:
        bot = (row["channel"], row["bot_id"])
        stored = await brought(work, bot, payload["reference"], tenant_id, file_id)
    except Lost:
        pass
    except ConnectionError:
        if await tried_again(work, FETCH, payload):
            return
    async with work() as uow:
        await _keep(uow, line_id, file, stored)


async def _keep(uow: UnitOfWork, line_id: UUID, file: File, stored: Stored | None) -> None:
    """Beside the record, where the plan and the record have room for it."""
    house, row = await keeper(uow), await uow.fetchrow(_LINE, uow.tenant_id, line_id)
    if house is None or row is None or _of(row, file.id) is None:
        return
    state = "lost"
    if stored is not None:
        view = FileView(
            file.id, file.name, file.media_type, stored.size, stored.sha256, clock.now(), None
        )
        try:
            async with uow.savepoint():
                await attach_stored(service_of(row["type"], uow, house), row["record_id"], view)
                await demand_now(uow, "storage")
            state = "kept"
        except Refused:
            uow.demands.pop("storage", None)
    told = [one | {"state": state} if one["id"] == str(file.id) else one for one in row["files"]]
    await uow.execute(_FILES, uow.tenant_id, line_id, told)


def _of(row: Any, file_id: UUID) -> File | None:
    """The file of a line, as long as it is waited for."""
    found = msgspec.convert(row["files"] if row is not None else [], list[File])
    return next((one for one in found if one.id == file_id and one.state == "waiting"), None)


async def file_of(uow: UnitOfWork, conversation_id: UUID, file_id: UUID) -> FileView | None:
    """A file of a conversation, wherever its record has it now."""
    row = await uow.fetchrow(_ONE, uow.tenant_id, conversation_id, file_id)
    return FileView(**row) if row is not None else None
