"""The best published answer to what a customer said, in one line and with its source."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.knowledge.hearing.reading import heard
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.item.words import ANSWERS, OTHER
from crm.knowledge.matching.service import hidden_of
from crm.knowledge.matching.sql import HELPED
from crm.knowledge.naming import named_in
from crm.records.scope import visible
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_BEST: Final = """
SELECT b.* FROM (
    SELECT k.id, k.name, k.kind, k.topic, k.answer, {helped} AS helped,
        array_position({kinds}::text[], k.kind) AS place,
        (SELECT count(*) FROM link l WHERE l.tenant_id = $1 AND l.from_id = k.id
            AND l.kind = 'competitors') AS rivals,
        (SELECT count(*) FROM link l WHERE l.tenant_id = $1 AND l.from_id = k.id
            AND l.kind = 'competitors' AND l.to_id = ANY($3::uuid[])) AS met,
        (SELECT count(*) FROM link l WHERE l.tenant_id = $1 AND l.from_id = k.id
            AND l.kind = 'products') AS products,
        (SELECT count(*) FROM link l WHERE l.tenant_id = $1 AND l.from_id = k.id
            AND l.kind = 'products' AND l.to_id = ANY($4::uuid[])) AS sold,
        k.topic = ANY($2::text[]) AS said
    FROM knowledge_item k
    WHERE k.tenant_id = $1 AND k.state = 'published' AND k.deleted_at IS NULL
        AND NOT k.disputed AND k.answer <> '' AND k.kind = ANY({kinds}::text[]) AND {scope}
) b
WHERE (b.said OR b.met > 0) AND (b.rivals = 0 OR b.met > 0) AND (b.products = 0 OR b.sold > 0)
ORDER BY b.met > 0 DESC, b.sold > 0 DESC, b.said DESC, b.helped DESC, b.place, b.id DESC
LIMIT {limit}
"""


class Answer(msgspec.Struct, frozen=True):
    """What to say, and the piece of knowledge that says it."""

    id: UUID
    name: str
    kind: str
    topic: str | None
    answer: str
    helped: int


async def answers(uow: UnitOfWork, me: Principal, text: str, *, limit: int = 1) -> list[Answer]:
    """To the objections in a text, and to the competitors that it names; best first."""
    objections = [
        one.topic for one in heard(text) if one.kind == "objection" and one.topic != OTHER
    ]
    named = await named_in(uow, me, text)
    return await answers_to(uow, me, objections, named.competitors, named.products, limit=limit)


async def answers_to(
    uow: UnitOfWork,
    me: Principal,
    topics: list[str],
    competitors: list[UUID],
    products: list[UUID],
    *,
    limit: int = 1,
) -> list[Answer]:
    """The same for what was understood already."""
    hidden = hidden_of(me)
    if not (topics or competitors) or not me.may(f"{KNOWLEDGE.name}:see") or "answer" in hidden:
        return []
    args = Args(me.tenant_id, topics, competitors, products)
    sql = _BEST.format(
        helped=HELPED,
        kinds=args(list(ANSWERS)),
        scope=visible(me, args, "k", of=KNOWLEDGE),
        limit=limit,
    )
    return [_answer(row) for row in await uow.fetch(sql, *args.values)]


def _answer(row: Any) -> Answer:
    return Answer(row["id"], row["name"], row["kind"], row["topic"], row["answer"], row["helped"])
