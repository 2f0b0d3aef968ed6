"""A briefing: last talks, promises of both sides, open deals, objections with the best answers."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.activities.activity.model import ACTIVITY, title_of
from crm.activities.task.model import TASK
from crm.customers.overview.ports import reads
from crm.knowledge.briefing.deals import open_deals
from crm.knowledge.briefing.lines import Briefing, Line
from crm.knowledge.hearing.reading import heard, promised
from crm.knowledge.matching.answering import Answer, answers_to
from crm.knowledge.naming import named_in
from crm.records.scope import visible
from crm.records.service import service_of
from kernel import clock
from kernel.errors import NotFound
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

TYPES: Final = ("company", "contact", "deal", "lead")
TALKS: Final = 3
SHOWN: Final = 5
HEARD_IN: Final = timedelta(days=365)

_TYPE: Final = "SELECT r.type FROM record r WHERE r.tenant_id = $1 AND r.id = $2"
_TALKS: Final = """
SELECT a.id, a.text, a.kind, a.happened_at FROM activity a
WHERE a.tenant_id = $1 AND a.deleted_at IS NULL AND a.happened_at > $3 AND {scope}
    AND a.id IN (SELECT l.from_id FROM link l
        WHERE l.tenant_id = $1 AND l.to_id = ANY($2::uuid[]) AND l.kind = 'links')
ORDER BY a.tenant_id DESC, a.happened_at DESC, a.id DESC LIMIT 50
"""
_TASKS: Final = """
SELECT t.id, t.title, t.due_at FROM task t
WHERE t.tenant_id = $1 AND t.deleted_at IS NULL AND t.status = 'open' AND {scope}
    AND t.id IN (SELECT l.from_id FROM link l
        WHERE l.tenant_id = $1 AND l.to_id = ANY($2::uuid[]) AND l.kind = 'links')
ORDER BY t.tenant_id, t.due_at NULLS LAST, t.id LIMIT 5
"""


async def brief(uow: UnitOfWork, me: Principal, record_id: UUID) -> Briefing:
    """Of a company, contact, deal or lead that the member sees; else `NotFound`."""
    type: str | None = await uow.fetchval(_TYPE, me.tenant_id, record_id)
    if type not in TYPES or not me.may(f"{type}:see"):
        raise NotFound
    record = await service_of(type, uow, me).get(record_id)
    # What was said to the customer of a deal was said of the deal, as far as the member sees it.
    about = [
        record_id,
        *(UUID(str(one)) for one in record.get("companies") or () if type == "deal"),
    ]
    talks = await _talks(uow, me, about)
    lines = [
        *(_talk(row) for row in talks[:TALKS]),
        *await _ours(uow, me, about),
        *_theirs(talks),
        *await open_deals(uow, me, record),
        *await _objections(uow, me, talks),
    ]
    return Briefing(type, record_id, record["title"], lines)


async def _talks(uow: UnitOfWork, me: Principal, about: list[UUID]) -> list[Any]:
    if not reads(me, ACTIVITY, "text", "links", "happened_at"):
        return []
    args = Args(me.tenant_id, about, clock.now() - HEARD_IN)
    sql = _TALKS.format(scope=visible(me, args, "a", of=ACTIVITY))
    return list(await uow.fetch(sql, *args.values))


def _talk(row: Any) -> Line:
    return Line(
        part="talk",
        text=title_of(row),
        type=ACTIVITY.name,
        id=row["id"],
        at=row["happened_at"],
        kind=row["kind"],
    )


async def _ours(uow: UnitOfWork, me: Principal, about: list[UUID]) -> list[Line]:
    """What we promised: the open tasks."""
    if not reads(me, TASK, "title", "links", "status", "due_at"):
        return []
    args = Args(me.tenant_id, about)
    sql = _TASKS.format(scope=visible(me, args, "t", of=TASK))
    return [
        Line(part="ours", text=row["title"], type=TASK.name, id=row["id"], at=row["due_at"])
        for row in await uow.fetch(sql, *args.values)
    ]


def _theirs(talks: list[Any]) -> list[Line]:
    """What they promised, in the words in which it was noted."""
    found = [
        Line(part="theirs", text=said, type=ACTIVITY.name, id=row["id"], at=row["happened_at"])
        for row in talks
        for said in promised(row["text"])
    ]
    return found[:SHOWN]


async def _objections(uow: UnitOfWork, me: Principal, talks: list[Any]) -> list[Line]:
    """Each topic once, as it was said last, with the best answer that is published."""
    lines: list[Line] = []
    seen: set[str] = set()
    for row in talks:
        for said in heard(row["text"]):
            if said.kind != "objection" or said.topic in seen or len(seen) >= SHOWN:
                continue
            seen.add(said.topic)
            lines.append(
                Line(
                    part="objection",
                    text=said.clause,
                    type=ACTIVITY.name,
                    id=row["id"],
                    at=row["happened_at"],
                    topic=said.topic,
                )
            )
            named = await named_in(uow, me, row["text"])
            best = await answers_to(uow, me, [said.topic], named.competitors, named.products)
            lines += [_answer(one) for one in best]
    return lines


def _answer(one: Answer) -> Line:
    return Line(
        part="answer", text=one.answer, type="knowledge_item", id=one.id, topic=one.topic or ""
    )
