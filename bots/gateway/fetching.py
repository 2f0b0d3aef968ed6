"""What came with a message is fetched from its network, later and again until it is here."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from bots.core import drafts, enclosing
from bots.core.enclosing import FETCH
from bots.core.reaching import tell_in
from bots.gateway.channel import ADAPTERS
from crm.records.beside.store import Store, Stored, settings
from kernel import clock, jobs
from kernel.delivery import Hopeless, Later
from kernel.errors import TooLarge, Unauthenticated
from kernel.i18n import _
from kernel.jobs import Work
from tenants.access import acting

FIRST: Final = timedelta(seconds=5)
LONGEST: Final = timedelta(minutes=15)
# About a day: networks keep a file longer than that.
TRIES: Final = 100

_WAITS = """
SELECT f.id, f.member_id, f.draft_id, f.channel, f.bot_id, f.chat_id, f.reference, f.kind, f.name
FROM chat_file f WHERE f.tenant_id = $1 AND f.id = $2 AND f.state = 'waiting'
"""
_HERE = """
UPDATE chat_file SET state = 'kept', size = $3, sha256 = $4
WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'
"""
_LOST = "UPDATE chat_file SET state = 'lost' WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'"


class Flow:
    """Pieces that arrive, read as a file is; each is smaller than what is asked for at once."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    async def read(self, _size: int = -1) -> bytes:
        """The next piece; none at the end."""
        return await anext(self._pieces, b"")


class Lost(Exception):
    """It is not to be had, however often it is asked for."""


async def brought(
    work: Work, bot: tuple[str, str], reference: str, tenant_id: UUID, file_id: UUID
) -> Stored:
    """Fetched from its network into the store; raises `Lost`, or `ConnectionError` for now."""
    channel, bot_id = bot
    try:
        adapter = ADAPTERS[channel]
        async with work() as uow:
            flow = await adapter.download(uow, bot_id, reference)
        return await Store(settings()).put(tenant_id, file_id, Flow(flow))
    except (KeyError, Hopeless, TooLarge) as error:
        raise Lost from error
    except (Later, Unauthenticated) as error:
        raise ConnectionError(type(error).__name__) from None


async def tried_again(work: Work, job: str, payload: dict[str, Any]) -> bool:
    """Whether it will be: later each time, for about a day."""
    tries = payload.get("tries", 0)
    if tries >= TRIES:
        return False
    async with work() as uow:
        at = clock.now() + min(FIRST * 2 ** min(tries, 10), LONGEST)
        await jobs.enqueue(uow, job, payload | {"tries": tries + 1}, at=at)
    return True


@jobs.job(FETCH, parts=True)
async def fetch(work: Work, payload: dict[str, Any]) -> None:
    """Once it is here it belongs to the draft, or to the note if that is saved already."""
    file_id = UUID(payload["file_id"])
    async with work() as uow:
        row = await uow.fetchrow(_WAITS, uow.tenant_id, file_id)
        tenant_id = uow.tenant_id
    if row is None or tenant_id is None:
        return
    bot = (row["channel"], row["bot_id"])
    try:
        stored = await brought(work, bot, row["reference"], tenant_id, file_id)
    except Lost:
        await _lose(work, tenant_id, row)
        return
    except ConnectionError:
        if not await tried_again(work, FETCH, payload):
            await _lose(work, tenant_id, row)
        return
    async with work() as uow:
        who = await acting.member(uow, tenant_id, row["member_id"])
        draft = await drafts.held(uow, row["member_id"], row["draft_id"])
        if await uow.execute(_HERE, uow.tenant_id, file_id, stored.size, stored.sha256):
            await enclosing.hear(uow, file_id, row["kind"])
        if who is not None and draft is not None and draft.state == "saved":
            await enclosing.put_beside(uow, who, draft.id, UUID(draft.made["activity"]))


async def _lose(work: Work, tenant_id: UUID, row: Any) -> None:
    """It is not to be had: whoever sent it is told."""
    async with work() as uow:
        await uow.execute(_LOST, tenant_id, row["id"])
        who = await acting.member(uow, tenant_id, row["member_id"])
        if who is not None:
            text = _("I could not get %(name)s. Please send it again.")
            where = (row["channel"], row["chat_id"])
            await tell_in(uow, who, where, lambda talk: talk.say(text % {"name": row["name"]}))
