"""Updates are kept before they are acted upon: each once, in order per chat."""

import asyncio
from typing import Final

from bots.gateway.channel import Adapter, Place, Unsound
from bots.gateway.flood import Flood
from kernel import clock, jobs
from kernel.database import Database
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

JOB: Final = "bots.process"
KEPT: Final = 65_536

_INSERT = """
INSERT INTO bot_inbox (id, channel, bot_id, event_id, update_id, chat_id, raw, state, error,
                       received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT DO NOTHING RETURNING id
"""


async def receive(uow: UnitOfWork, adapter: Adapter, bot_id: str, raw: bytes, flood: Flood) -> bool:
    """Keep an update and ask for its processing; False where there is nothing to process."""
    nowhere = Place(adapter.channel, bot_id, "")
    try:
        heard = adapter.parse(raw)
    except Unsound as why:
        await _keep(uow, nowhere, why.event_id, None, raw[:KEPT], dead=str(why))
        return False
    place = Place(adapter.channel, bot_id, heard.chat_id)
    if await flood.holds_back(uow, place, heard):
        return False
    if not await _keep(uow, place, heard.event_id, heard.order, raw):
        return False
    job = {"channel": adapter.channel, "bot_id": bot_id, "chat_id": heard.chat_id}
    await jobs.enqueue(uow, JOB, job, lane=f"{bot_id}:{heard.chat_id}")
    return True


async def take(database: Database, adapter: Adapter, bot_id: str, raw: bytes, flood: Flood) -> None:
    """The same in a transaction of its own, for whoever fetches updates: kept when it returns."""
    uow = await UnitOfWork(database).begin_outside()
    try:
        await receive(uow, adapter, bot_id, raw, flood)
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await asyncio.shield(uow.finish(commit=False))


async def _keep(
    uow: UnitOfWork,
    place: Place,
    event_id: str | None,
    order: int | None,
    raw: bytes,
    *,
    dead: str = "",
) -> bool:
    now = clock.now()
    row = await uow.fetchrow(
        _INSERT,
        uuid7(),
        place.channel,
        place.bot_id,
        event_id,
        order,
        place.chat_id,
        raw,
        "dead" if dead else "waiting",
        dead.replace("\x00", ""),
        now,
    )
    return row is not None
