"""Updates are kept before they are acted upon: each once, in order per chat."""

from typing import Final

from bots.telegram.flood import Flood
from bots.telegram.updates import Unsound, read
from kernel import clock, jobs
from kernel.ids import uuid7
from kernel.transaction import UnitOfWork

JOB: Final = "bots.process"
KEPT: Final = 65_536

_INSERT = """
INSERT INTO bot_inbox (id, bot_id, update_id, chat_id, raw, state, error, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (bot_id, update_id) DO NOTHING RETURNING id
"""


async def receive(uow: UnitOfWork, bot_id: str, raw: bytes, flood: Flood) -> bool:
    """Keep an update and ask for its processing; False where there is nothing to process."""
    try:
        update = read(raw)
    except Unsound as why:
        await _keep(uow, bot_id, why.update_id, "", raw[:KEPT], dead=str(why))
        return False
    if await flood.holds_back(uow, bot_id, update):
        return False
    if not await _keep(uow, bot_id, update.update_id, update.chat_id, raw):
        return False
    job = {"bot_id": bot_id, "chat_id": update.chat_id}
    await jobs.enqueue(uow, JOB, job, lane=f"{bot_id}:{update.chat_id}")
    return True


async def _keep(
    uow: UnitOfWork,
    bot_id: str,
    update_id: int | None,
    chat_id: str,
    raw: bytes,
    *,
    dead: str = "",
) -> bool:
    row = await uow.fetchrow(
        _INSERT,
        uuid7(),
        bot_id,
        update_id,
        chat_id,
        raw,
        "dead" if dead else "waiting",
        dead.replace("\x00", ""),
        clock.now(),
    )
    return row is not None
