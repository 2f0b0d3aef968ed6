"""Sending what waits: in order for each destination, again after a failure, never for ever."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

from kernel import clock, jobs
from kernel.transaction import UnitOfWork

log = structlog.get_logger()

ATTEMPTS: Final = 10
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
TAKEN_PAUSE: Final = timedelta(seconds=2)


class Outgoing(msgspec.Struct, frozen=True):
    """One message on its way."""

    id: UUID
    destination: str
    payload: dict[str, Any]
    workspace_id: UUID | None
    attempts: int


Send = Callable[[UnitOfWork, Outgoing], Awaitable[str]]


class Sender(msgspec.Struct, frozen=True):
    """How a channel sends: `send` returns the other side's reference, or raises one of the below.

    `forgets`: the payload is emptied once it was sent (links in mails are secrets).
    It tries so many `attempts`, with pauses that double up to the `longest`.
    """

    send: Send
    forgets: bool = False
    attempts: int = ATTEMPTS
    longest: timedelta = LONGEST_PAUSE


SENDERS: dict[str, Sender] = {}


class Later(Exception):
    """Try again after so many seconds; it does not count as a failed attempt."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"later, in {seconds} s")


class Blocked(Exception):
    """The destination does not want to hear from us: all that waits for it is blocked."""


class Hopeless(Exception):
    """It will never be accepted: a dead letter at once."""


_OLDEST = """
SELECT id, destination, payload, workspace_id, attempts, due_at FROM delivery
WHERE id = (SELECT id FROM delivery WHERE channel = $1 AND destination = $2
            AND state = 'waiting' ORDER BY id LIMIT 1)
  AND state = 'waiting'
FOR UPDATE SKIP LOCKED
"""
_WAITS = """
SELECT EXISTS (SELECT 1 FROM delivery WHERE channel = $1 AND destination = $2
               AND state = 'waiting')
"""
_SENT = """
UPDATE delivery SET state = 'sent', sent_at = $2, attempts = attempts + 1, reference = $3,
    last_error = '', payload = CASE WHEN $4 THEN '{}'::jsonb ELSE payload END
WHERE id = $1
"""
_FAILED = """
UPDATE delivery SET state = $2, due_at = $3, attempts = $4, last_error = $5 WHERE id = $1
"""
_BLOCKED = """
UPDATE delivery SET state = 'blocked', last_error = $3
WHERE channel = $1 AND destination = $2 AND state = 'waiting'
"""


@jobs.job("delivery.send", tenant=False)
async def send_next(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Send the oldest message of a destination, if it is due and no other worker has it."""
    channel, destination = str(payload["channel"]), str(payload["destination"])
    row = await uow.fetchrow(_OLDEST, channel, destination)
    if row is None:
        if await uow.fetchval(_WAITS, channel, destination):
            await _again(uow, payload, TAKEN_PAUSE)
        return
    if row["due_at"] > clock.now():
        await _again(uow, payload, row["due_at"] - clock.now())
        return
    message = Outgoing(
        row["id"], row["destination"], row["payload"], row["workspace_id"], row["attempts"]
    )
    if await _attempt(uow, payload, message) and await uow.fetchval(_WAITS, channel, destination):
        # Jobs of later messages were spent while this one waited for its turn.
        await _again(uow, payload, timedelta())


async def _attempt(uow: UnitOfWork, job: dict[str, Any], message: Outgoing) -> bool:
    """Try once and note the outcome; False where the destination must pause."""
    channel = str(job["channel"])
    sender = SENDERS.get(channel)
    try:
        if sender is None:
            raise Hopeless(f"nothing here sends by {channel}")  # noqa: TRY301 -- one outcome
        reference = await sender.send(uow, message)
    except Later as wait:
        await _retry(uow, job, message, timedelta(seconds=wait.seconds), "", counted=0)
        return False
    except Blocked as error:
        await uow.execute(_BLOCKED, channel, message.destination, _told(error))
        return False
    except Hopeless as error:
        await _bury(uow, channel, message, error)
        return True
    except (OSError, TimeoutError, ConnectionError, RuntimeError) as error:
        if sender is None or message.attempts + 1 >= sender.attempts:
            await _bury(uow, channel, message, error)
            return True
        pause = min(sender.longest, FIRST_PAUSE * 2**message.attempts)
        await _retry(uow, job, message, pause, _told(error), counted=1)
        return False
    await uow.execute(_SENT, message.id, clock.now(), reference, sender.forgets)
    return True


async def _retry(
    uow: UnitOfWork,
    job: dict[str, Any],
    message: Outgoing,
    pause: timedelta,
    why: str,
    *,
    counted: int,
) -> None:
    due, attempts = clock.now() + pause, message.attempts + counted
    await uow.execute(_FAILED, message.id, "waiting", due, attempts, why)
    await _again(uow, job, pause)


async def _bury(uow: UnitOfWork, channel: str, message: Outgoing, error: Exception) -> None:
    log.warning("dead_letter", channel=channel, delivery=str(message.id), why=_told(error))
    now = clock.now()
    await uow.execute(_FAILED, message.id, "dead", now, message.attempts + 1, _told(error))


async def _again(uow: UnitOfWork, job: dict[str, Any], pause: timedelta) -> None:
    at = clock.now() + pause
    await jobs.enqueue(uow, "delivery.send", job, at=at, lane=str(job.get("lane", "")))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
