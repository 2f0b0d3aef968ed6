"""What waits for a curator, as far as that curator reaches."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from crm.knowledge.hearing.words import likeness
from crm.knowledge.item.model import CURATES, KNOWLEDGE
from crm.knowledge.item.service import Knowledge
from crm.knowledge.nearness import SUSPECTED, nearby
from crm.records.duplicates.merging import merge
from crm.records.reading import View
from crm.records.scope import demand_reach, visible
from kernel import clock
from kernel.errors import Forbidden
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 30
ALIKE: Final = 3
# Of two that share words, so many of the shorter one's.
SAME: Final = 0.4
UNUSED: Final = timedelta(days=180)

_WAITING: Final = """
SELECT k.id, k.name, k.kind, k.topic, k.text, k.answer, k.state, k.owner_id, k.created_at,
    k.review_due, k.version
FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.deleted_at IS NULL AND {which} AND {scope}
ORDER BY k.tenant_id, k.created_at, k.id LIMIT {shown}
"""
_CAPTURED: Final = "k.state IN ('captured', 'curated')"
_DISPUTED: Final = "k.state <> 'retired' AND k.disputed"
# Its day is over, or nobody opened it for half a year.
_STALE: Final = """
k.state = 'published' AND (k.review_due <= {today} OR (k.published_at < {before}
    AND NOT EXISTS (SELECT 1 FROM knowledge_use u WHERE u.tenant_id = $1 AND u.item_id = k.id
        AND u.way <> 'shown' AND u.day > {before}::date)))
"""
_NAMES: Final = """
SELECT k.id, k.name, k.kind, k.state, k.text FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[]) AND k.deleted_at IS NULL
    AND k.state <> 'retired' AND {scope}
"""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of knowledge on the curators' table."""

    id: UUID
    name: str
    kind: str
    topic: str | None
    text: str
    answer: str | None
    state: str
    owner_id: UUID | None
    created_at: datetime
    review_due: date | None
    version: int


class Alike(msgspec.Struct, frozen=True):
    """A piece that says nearly the same; the nearness is between 0 and 1."""

    id: UUID
    name: str
    kind: str
    state: str
    nearness: float


async def captured(uow: UnitOfWork, me: Principal) -> list[Waiting]:
    """What nobody has put in order yet, the oldest first."""
    return await _waiting(uow, me, _CAPTURED, Args(me.tenant_id))


async def disputed(uow: UnitOfWork, me: Principal) -> list[Waiting]:
    """What contradicts something else."""
    return await _waiting(uow, me, _DISPUTED, Args(me.tenant_id))


async def stale(uow: UnitOfWork, me: Principal) -> list[Waiting]:
    """What should be looked at again."""
    args, now = Args(me.tenant_id), clock.now()
    which = _STALE.format(today=args(now.date()), before=args(now - UNUSED))
    return await _waiting(uow, me, which, args)


async def alike(uow: UnitOfWork, me: Principal, item_id: UUID) -> list[Alike]:
    """What is near in meaning to a piece that the member sees, the nearest first."""
    item = await Knowledge(uow, me).get(item_id)
    words = "\n".join(part for part in (item["name"], item["text"]) if part)
    types = (KNOWLEDGE.name,)
    found = await nearby.by.near(uow, me, words, types=types, limit=ALIKE + 1)
    near = {one.record_id: one.nearness for one in found if one.record_id != item_id}
    args = Args(me.tenant_id, list(near))
    sql = _NAMES.format(scope=visible(me, args, "k", of=KNOWLEDGE))
    rows = await uow.fetch(sql, *args.values) if near else []
    said = [
        Alike(row["id"], row["name"], row["kind"], row["state"], near[row["id"]])
        for row in rows
        if near[row["id"]] > SUSPECTED or likeness(words, f"{row['name']}\n{row['text']}") >= SAME
    ]
    return sorted(said, key=lambda one: -one.nearness)[:ALIKE]


async def unite(uow: UnitOfWork, me: Principal, kept_id: UUID, other_id: UUID) -> View:
    """Two pieces that say the same become one, with the use of both; it can be taken apart."""
    items = Knowledge(uow, me)
    if not me.may(CURATES):
        raise Forbidden
    for one in sorted((kept_id, other_id)):
        demand_reach(me, KNOWLEDGE.name, "transfer", await items.changeable(one))
    return await merge(items, kept_id, other_id, {})


async def _waiting(uow: UnitOfWork, me: Principal, which: str, args: Args) -> list[Waiting]:
    if not me.may(CURATES):
        return []
    scope = visible(me, args, "k", of=KNOWLEDGE, action="transfer")
    rows = await uow.fetch(_WAITING.format(which=which, scope=scope, shown=SHOWN), *args.values)
    return [Waiting(**row) for row in rows]
