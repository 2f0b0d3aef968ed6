"""Acting on updates: in order per chat, effects and the mark that it is done in one transaction."""

from datetime import timedelta
from typing import Any, Final

import structlog

from bots.telegram import dispatch
from bots.telegram.account import telegram
from bots.telegram.inbox import JOB
from bots.telegram.updates import read
from kernel import clock, jobs
from kernel.transaction import UnitOfWork

log = structlog.get_logger()
ATTEMPTS: Final = 5

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
_OLDEST = """
SELECT id, raw, attempts FROM bot_inbox WHERE bot_id = $1 AND chat_id = $2 AND state = 'waiting'
ORDER BY update_id LIMIT 1 FOR UPDATE
"""
_DONE = "UPDATE bot_inbox SET state = 'done', processed_at = $2, error = '' WHERE id = $1"
_FAILED = """
UPDATE bot_inbox SET state = $2, attempts = $3, error = $4, processed_at = $5 WHERE id = $1
"""


@jobs.job(JOB, tenant=False)
async def process(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The oldest update of a chat; the ones behind it have jobs of their own."""
    bot_id, chat_id = str(payload["bot_id"]), str(payload["chat_id"])
    account = telegram.account
    if account is None or account.number != bot_id:
        return
    await uow.execute(_TURN, f"telegram:{bot_id}:{chat_id}")
    row = await uow.fetchrow(_OLDEST, bot_id, chat_id)
    if row is None:
        return
    try:
        async with uow.savepoint():
            await dispatch.act(uow, bot_id, read(row["raw"]))
    except Exception as error:  # noqa: BLE001 -- any fault is counted, then laid aside
        await _failed(uow, row, error, payload)
        return
    await uow.execute(_DONE, row["id"], clock.now())
    if row["attempts"]:
        # Jobs of later updates were spent while this one was tried again.
        await jobs.enqueue(uow, JOB, payload, lane=f"{bot_id}:{chat_id}")


async def _failed(uow: UnitOfWork, row: Any, error: Exception, payload: dict[str, Any]) -> None:
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
        await dispatch.apologise(uow, str(payload["bot_id"]), read(row["raw"]))
    pause = timedelta(0) if dead else timedelta(seconds=2**attempts)
    lane = f"{payload['bot_id']}:{payload['chat_id']}"
    await jobs.enqueue(uow, JOB, payload, at=now + pause, lane=lane)
