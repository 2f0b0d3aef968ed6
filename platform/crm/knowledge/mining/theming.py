"""Once a week what customers said is sorted by what it means; what was there is known again."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.knowledge.hearing.reading import heard
from crm.knowledge.hearing.words import words_of
from crm.knowledge.mining.clustering import Utterance, clustered
from crm.knowledge.mining.service import DAYS
from crm.knowledge.mining.stakes import since_days
from crm.knowledge.mining.tasks import mine_again
from crm.knowledge.mining.telling import telling, terms_of
from crm.knowledge.nearness import nearby
from kernel import clock, jobs
from kernel.ids import uuid7
from kernel.jobs import Work
from kernel.transaction import UnitOfWork
from tenants.workspace.everywhere import everywhere

SORT: Final = "knowledge.themes"
# Of each kind the latest: what a worker sorts in a second or two, in a few megabytes.
MOST: Final = 1_000
KEPT: Final = 60
# A group is the theme of the week before if so much of the smaller one is in both.
SAME: Final = 0.5

_SAID: Final = """
SELECT m.record_id, m.heard, m.topic, m.theme_id, a.text FROM knowledge_mention m
JOIN activity a ON a.tenant_id = $1 AND a.id = m.record_id AND a.deleted_at IS NULL
WHERE m.tenant_id = $1 AND m.heard = $2 AND m.at > $3
ORDER BY m.tenant_id DESC, m.at DESC, m.record_id DESC, m.topic DESC LIMIT {most}
"""
_TERMS: Final = "SELECT h.id, h.terms, h.since FROM knowledge_theme h WHERE h.tenant_id = $1"
_PUT: Final = """
INSERT INTO knowledge_theme AS h (tenant_id, id, heard, terms, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, id) DO UPDATE SET terms = excluded.terms
"""
_LEAVE: Final = """
UPDATE knowledge_mention AS m SET theme_id = NULL
WHERE m.tenant_id = $1 AND m.heard = $2 AND m.theme_id IS NOT NULL
"""
_JOIN: Final = """
UPDATE knowledge_mention AS m SET theme_id = $3
FROM unnest($4::uuid[], $5::text[]) AS u (record_id, topic)
WHERE m.tenant_id = $1 AND m.heard = $2 AND m.record_id = u.record_id AND m.topic = u.topic
"""
_GONE: Final = """
DELETE FROM knowledge_theme h WHERE h.tenant_id = $1 AND h.heard = $2 AND NOT EXISTS (
    SELECT 1 FROM knowledge_mention m WHERE m.tenant_id = $1 AND m.theme_id = h.id)
"""


class Mention(msgspec.Struct, frozen=True):
    """That it was said in a visit, in which words, and which theme it had until now."""

    record_id: UUID
    topic: str
    words: str
    theme_id: UUID | None = None


class Known(msgspec.Struct, frozen=True):
    """A theme of the week before."""

    terms: list[str]
    since: datetime


class Found(msgspec.Struct, frozen=True):
    """A theme as it is now; its id is that of the week before, where there was one."""

    id: UUID
    terms: list[str]
    since: datetime
    members: list[Mention]


@jobs.job("knowledge.weekly", cron="23 4 * * 1")
async def weekly(uow: UnitOfWork, _payload: dict[str, Any]) -> None:
    """One job for each workspace."""
    await everywhere(uow, SORT)


@jobs.job(SORT, parts=True)
async def sort(work: Work, _payload: dict[str, Any]) -> None:
    """First what was said is read again, for the cues may know more than they did."""
    async with work() as uow:
        await mine_again(uow)
        known = {
            row["id"]: Known(row["terms"], row["since"])
            for row in await uow.fetch(_TERMS, uow.tenant_id)
        }
        said = {kind: await _said(uow, kind) for kind in ("objection", "need")}
    for kind, mentions in said.items():
        vectors = await nearby.by.meanings([one.words for one in mentions])
        found = await asyncio.to_thread(sorted_out, mentions, vectors, known, clock.now())
        async with work() as uow:
            await _keep(uow, kind, found)


def sorted_out(
    mentions: list[Mention],
    vectors: Sequence[Sequence[float] | None],
    known: dict[UUID, Known],
    now: datetime,
) -> list[Found]:
    """The themes of these mentions, the most frequent first."""
    utterances = [
        Utterance(frozenset(words_of(one.words) | {f"={one.topic}"}), vector)
        for one, vector in zip(mentions, vectors, strict=True)
    ]
    groups = clustered(utterances)[:KEPT]
    terms = [terms_of(one.words) for one in mentions]
    every = Counter(term for some in terms for term in some)
    before = _before(mentions, groups)
    found = []
    for number, group in enumerate(groups):
        id = before.get(number)
        old = known.get(id) if id else None
        kept = [term.lower() for term in old.terms] if old else []
        told = telling([terms[place] for place in group], every, len(mentions), kept)
        members = [mentions[place] for place in group]
        told = [_as_said(term, members) for term in told]
        found.append(Found(id if id and old else uuid7(), told, old.since if old else now, members))
    return found


def _as_said(term: str, members: list[Mention]) -> str:
    """As somebody wrote it: names have their capitals."""
    for one in members:
        at = one.words.lower().find(term)
        if at >= 0:
            return one.words[at : at + len(term)]
    return term


def _before(mentions: list[Mention], groups: list[list[int]]) -> dict[int, UUID]:
    """Which theme of the week before a group is: the one with which it shares most mentions."""
    sizes = Counter(one.theme_id for one in mentions if one.theme_id)
    shared = Counter(
        (number, theme)
        for number, group in enumerate(groups)
        for place in group
        if (theme := mentions[place].theme_id)
    )
    found: dict[int, UUID] = {}
    for (number, theme), both in shared.most_common():
        if number in found or theme in found.values():
            continue
        if both >= SAME * min(len(groups[number]), sizes[theme]):
            found[number] = theme
    return found


async def _said(uow: UnitOfWork, kind: str) -> list[Mention]:
    rows = await uow.fetch(_SAID.format(most=MOST), uow.tenant_id, kind, since_days(DAYS))
    return [
        Mention(row["record_id"], row["topic"], said.clause, row["theme_id"])
        for row in rows
        for said in heard(row["text"])
        if (said.kind, said.topic) == (kind, row["topic"])
    ]


async def _keep(uow: UnitOfWork, kind: str, found: list[Found]) -> None:
    await uow.execute(_LEAVE, uow.tenant_id, kind)
    for one in found:
        await uow.execute(_PUT, uow.tenant_id, one.id, kind, one.terms, one.since)
        records = [member.record_id for member in one.members]
        topics = [member.topic for member in one.members]
        await uow.execute(_JOIN, uow.tenant_id, kind, one.id, records, topics)
    await uow.execute(_GONE, uow.tenant_id, kind)
