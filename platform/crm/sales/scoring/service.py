"""Leads get their score: in the write that changes one, after an activity, and every night."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.keeper import whole
from crm.records.ports import Change, on_write
from crm.records.reading import View
from crm.records.service import Records
from crm.sales.conditions import condition_sql
from crm.sales.lead.ports import on_lead
from crm.sales.scoring.learning import guessed
from crm.sales.scoring.points import Guess, Reason, Score, faded, score
from crm.sales.scoring.rules import Rule, rules
from kernel import clock, jobs
from kernel.batch import WriteBatch
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

ONE: Final = "scoring.lead"
BATCH: Final = 200

_KEEP = """
UPDATE lead l SET score = u.score, fit_score = u.fit, behaviour_score = u.behaviour
FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS u(id, score, fit, behaviour)
WHERE l.tenant_id = $1 AND l.id = u.id AND (l.score, l.fit_score, l.behaviour_score)
    IS DISTINCT FROM (u.score, u.fit, u.behaviour)
"""
_CLEAR = """
UPDATE lead l SET score = NULL, fit_score = NULL, behaviour_score = NULL
WHERE l.tenant_id = $1 AND l.id = ANY($2) AND l.score IS NOT NULL
"""
_NEXT = """
SELECT l.id FROM lead l WHERE l.tenant_id = $1 AND l.deleted_at IS NULL
    AND ($2::uuid IS NULL OR l.id > $2)
ORDER BY l.tenant_id, l.id LIMIT 200
"""


class Explained(msgspec.Struct):
    """A lead's score, the rules that give it, and the guess from what became of others."""

    score: int | None
    fit: int | None
    behaviour: int | None
    reasons: list[Reason]
    guess: Guess | None


async def next_leads(uow: UnitOfWork, after: UUID | None) -> list[UUID]:
    """The ones to count next."""
    return [row["id"] for row in await uow.fetch(_NEXT, uow.tenant_id, after)]


async def rescore(uow: UnitOfWork, principal: Principal, ids: list[UUID]) -> dict[UUID, Score]:
    """Count these leads anew and keep it; what was there already is not written again."""
    known = await rules(uow)
    if not known or not ids:
        await uow.execute(_CLEAR, uow.tenant_id, ids)
        return {}
    found = {i: score(r) for i, r in (await reasons(uow, principal, known, ids)).items()}
    totals, fits = [s.total for s in found.values()], [s.fit for s in found.values()]
    behaviours = [s.behaviour for s in found.values()]
    await uow.execute(_KEEP, uow.tenant_id, list(found), totals, fits, behaviours)
    return found


async def reasons(
    uow: UnitOfWork, principal: Principal, known: list[Rule], ids: list[UUID]
) -> dict[UUID, list[Reason]]:
    """What each rule gives to each of these leads, whoever may see them."""
    args, seer = Args(uow.tenant_id, ids), whole(principal)
    hits = ", ".join(condition_sql(seer, args, "a", rule.text) for rule in known)
    rows = await uow.fetch(
        f"SELECT a.id, coalesce(a.last_activity_at, a.created_at) AS since, ARRAY[{hits}] AS hits "
        f"FROM lead a WHERE a.tenant_id = $1 AND a.id = ANY($2) ORDER BY a.tenant_id, a.id",
        *args.values,
    )
    now = clock.now()
    return {
        row["id"]: [
            Reason(
                rule.name, rule.side, faded(rule.points, rule.half_life_days, now - row["since"])
            )
            for rule, hit in zip(known, row["hits"], strict=True)
            if hit
        ]
        for row in rows
    }


async def explained(uow: UnitOfWork, principal: Principal, lead: View) -> Explained:
    """Why a lead that the principal has been shown stands where it stands."""
    known = await rules(uow)
    found: list[Reason] = []
    if known:
        found = (await reasons(uow, principal, known, [lead["id"]])).get(lead["id"], [])
    found.sort(key=lambda reason: -abs(reason.points))
    total = score(found) if known else None
    return Explained(
        score=total.total if total else None,
        fit=total.fit if total else None,
        behaviour=total.behaviour if total else None,
        reasons=found,
        guess=await guessed(uow, principal, lead),
    )


@on_lead
async def count(records: Records, change: Change) -> None:
    """The lead that was just written, in the same transaction."""
    if change.row["deleted_at"] is not None:
        return
    found = await rescore(records.uow, change.principal, [change.record_id])
    row: Any = change.row
    for mine in found.values():
        row.update(score=mine.total, fit_score=mine.fit, behaviour_score=mine.behaviour)


def heard(batch: WriteBatch, change: Change) -> None:
    """An activity may concern leads; they are counted when it is saved."""
    if change.kind.name != "activity":
        return
    for record_id in change.links.get("links", ()):
        jobs.enqueue_part(
            batch,
            ONE,
            {"id": str(record_id)},
            tenant_id=change.principal.tenant_id,
            dedupe_key=f"{ONE}.{record_id}",
        )


on_write(heard)
