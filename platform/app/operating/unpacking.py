"""An archive into a workspace, in one transaction."""

from pathlib import Path

from app.composition import compose
from app.operating.members import enter_as
from crm.records.beside import store
from crm.records.exporting.unpacking import Unpacked, unpack
from kernel.database import Database
from kernel.settings import Settings
from kernel.transaction import UnitOfWork


async def bring_in(
    database: Database, settings: Settings, slug: str, email: str | None, file: Path
) -> Unpacked:
    """All of it or nothing."""
    compose()
    store.use(settings)
    uow = UnitOfWork(database)
    try:
        acting = await enter_as(uow, slug, email)
        came = await unpack(uow, acting, store.Store(settings), file)
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await uow.finish(commit=False)
    return came
