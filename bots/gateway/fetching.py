"""What came with a message is fetched from its network, later and again until it is here."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from bots.core import drafts, enclosing
from bots.core.enclosing import FETCH
from bots.core.reaching import tell_in
from bots.gateway.channel import ADAPTERS
from crm.records.beside.store import Store, settings
from kernel import clock, jobs
from kernel.delivery import Hopeless
from kernel.errors import TooLarge
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


@jobs.job(FETCH, parts=True)
async def fetch(work: Work, payload: dict[str, Any]) -> None:
    """Once it is here it belongs to the draft, or to the note if that is saved already."""
    file_id, tries = UUID(payload["file_id"]), payload.get("tries", 0)
    async with work() as uow:
        row = await uow.fetchrow(_WAITS, uow.tenant_id, file_id)
        tenant_id = uow.tenant_id
    adapter = ADAPTERS.get(row["channel"]) if row is not None else None
    if row is None or adapter is None or tenant_id is None:
        return
    try:
        async with work() as uow:
            flow = await adapter.download(uow, row["bot_id"], row["reference"])
        stored = await Store(settings()).put(tenant_id, file_id, Flow(flow))
    except (Hopeless, TooLarge):
        await _lose(work, tenant_id, row)
        return
    except ConnectionError:
        if tries >= TRIES:
            await _lose(work, tenant_id, row)
            return
        async with work() as uow:
            at = clock.now() + min(FIRST * 2 ** min(tries, 10), LONGEST)
            again = {"file_id": str(file_id), "tries": tries + 1}
            await jobs.enqueue(uow, FETCH, again, at=at)
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
