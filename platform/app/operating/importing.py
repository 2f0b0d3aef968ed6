"""A file into a workspace from the command line: the wizard's own steps, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from asyncpg.exceptions import LockNotAvailableError

from app.composition import compose
from app.operating.members import enter_as
from crm.records.beside import store
from crm.records.importing.mapping import MappingEdit
from crm.records.importing.model import BUSY
from crm.records.importing.running import step
from crm.records.importing.service import choose, kind_called, send, start
from crm.records.importing.shown import ImportView, LineView, import_of, lines_of
from crm.records.importing.understanding import understand
from kernel.database import Database
from kernel.errors import Invalid, Refused
from kernel.principal import Principal
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

Answer = TypeVar("Answer")
FAULTS = 50


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator said. `columns` are targets by the columns' names, over the guess."""

    file: Path
    slug: str
    type: str
    email: str | None = None
    columns: dict[str, str] = {}
    choices: dict[str, Any] = {}
    dry: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """The import at its end, and its first lines with errors."""

    shown: ImportView
    faults: list[LineView]


class _OnDisk:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    async def read(self, size: int = -1) -> bytes:
        """The next piece."""
        return await asyncio.to_thread(self._file.read, size)

    def close(self) -> None:
        """No more."""
        self._file.close()


async def bring_in(
    database: Database, settings: Settings, asked: Asked, say: Callable[[int, int], None]
) -> Outcome:
    """Send, map and run the file; `say` hears how many lines of how many are done."""
    compose()
    store.use(settings)

    async def within(act: Callable[[UnitOfWork, Principal], Awaitable[Answer]]) -> Answer:
        uow = UnitOfWork(database)
        try:
            answer = await act(uow, await enter_as(uow, asked.slug, asked.email))
            await uow.finish(commit=True)
        finally:
            if not uow.done:
                await uow.finish(commit=False)
        return answer

    shown = await within(lambda uow, me: _sent(uow, me, settings, asked))
    if shown.state == "failed":
        raise Refused(shown.error)
    edit, import_id = _choices(shown, asked), shown.id
    shown = await within(lambda u, me: choose(u, me, store.Store(settings), import_id, edit))
    shown = await within(lambda u, me: start(u, me, import_id, dry=asked.dry))
    while shown.state in BUSY:
        # A worker that runs beside this may have the chunk in hand: the two take turns.
        with suppress(LockNotAvailableError):
            shown = await within(lambda u, me: _stepped(u, me, import_id))
        say(shown.done, shown.total)
    faults = await within(lambda u, me: lines_of(u, me, import_id, ["error"], FAULTS))
    return Outcome(shown, faults)


async def _sent(uow: UnitOfWork, me: Principal, settings: Settings, asked: Asked) -> ImportView:
    files, file = store.Store(settings), _OnDisk(asked.file)
    try:
        shown = await send(uow, me, files, kind_called(asked.type), asked.file.name, file)
    finally:
        file.close()
    if shown.state == "reading":
        await understand(uow, me, files, shown.id)
    return await import_of(uow, me, shown.id)


async def _stepped(uow: UnitOfWork, me: Principal, import_id: UUID) -> ImportView:
    await step(uow, {"import_id": str(import_id), "alone": True})
    return await import_of(uow, me, import_id)


def _choices(shown: ImportView, asked: Asked) -> MappingEdit:
    unknown = [name for name in asked.columns if name not in shown.columns]
    if unknown:
        known = ", ".join(shown.columns)
        raise Invalid(f"The file has no column {unknown[0]}; it has {known}.")
    pairs = zip(shown.columns, shown.mapping.columns, strict=True)
    columns = [asked.columns.get(name, target) for name, target in pairs]
    try:
        return msgspec.convert({"columns": columns, **asked.choices}, MappingEdit)
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from error
