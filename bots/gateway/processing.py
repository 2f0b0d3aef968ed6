"""Acting on updates: in order per chat, effects and the mark that it is done in one transaction."""

from datetime import timedelta
from typing import Any, Final

import structlog

from bots.gateway import dispatch
from bots.gateway.channel import ADAPTERS, Adapter, Place
from bots.gateway.inbox import JOB
from bots.gateway.resting import turned_away
from kernel import clock, jobs
from kernel.transaction import UnitOfWork

log = structlog.get_logger()
ATTEMPTS: Final = 5

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_OLDEST = """
SELECT id, raw, attempts FROM bot_inbox
WHERE channel = $1 AND bot_id = $2 AND chat_id = $3 AND state = 'waiting'
ORDER BY update_id, id LIMIT 1 FOR UPDATE
"""
_DONE = "UPDATE bot_inbox SET state = 'done', processed_at = $2, error = '' WHERE id = $1"
_FAILED = """
UPDATE bot_inbox SET state = $2, attempts = $3, error = $4, processed_at = $5 WHERE id = $1
"""


@jobs.job(JOB, tenant=False)
async def process(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The oldest update of a chat; the ones behind it have jobs of their own."""
    place = Place(payload["channel"], payload["bot_id"], payload["chat_id"])
    adapter = ADAPTERS.get(place.channel)
    owner = await adapter.owner(uow, place.bot_id) if adapter is not None else None
    if adapter is None or owner is None:
        return
    await uow.execute(_TURN, f"{place.channel}:{place.destination}")
    row = await uow.fetchrow(_OLDEST, place.channel, place.bot_id, place.chat_id)
    if row is None:
        return
    try:
        async with uow.savepoint():
            heard = adapter.parse(row["raw"])
            if not await turned_away(uow, place, owner, heard):
                await dispatch.act(uow, place, heard)
    except Exception as error:  # noqa: BLE001 -- any fault is counted, then laid aside
        await _failed(uow, adapter, row, error, place)
        return
    await uow.execute(_DONE, row["id"], clock.now())
    if row["attempts"]:
        # Jobs of later updates were spent while this one was tried again.
        await jobs.enqueue(uow, JOB, payload, lane=place.destination)


async def _failed(
    uow: UnitOfWork, adapter: Adapter, row: Any, error: Exception, place: Place
) -> None:
    attempts, now = row["attempts"] + 1, clock.now()
    dead = attempts >= ATTEMPTS
    log.warning("update_failed", kind=type(error).__name__, attempt=attempts, dead=dead)
    await uow.execute(
        _FAILED,
        row["id"],
        "dead" if dead else "waiting",
        attempts,
        type(error).__name__,
        now if dead else None,
    )
    if dead:
        await dispatch.apologise(uow, place, adapter.parse(row["raw"]))
    pause = timedelta(0) if dead else timedelta(seconds=2**attempts)
    again = {"channel": place.channel, "bot_id": place.bot_id, "chat_id": place.chat_id}
    await jobs.enqueue(uow, JOB, again, at=now + pause, lane=place.destination)
