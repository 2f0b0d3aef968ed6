"""Erasures as they are asked for and certified, and what a person agreed to."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.privacy.agreement import PEOPLE
from crm.records.privacy.tasks import ERASE
from crm.records.service import service_of
from kernel import clock, jobs
from kernel.errors import Conflict, Invalid, Merged, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

MAX_REASON: Final = 500
_AHEAD: Final = timedelta(minutes=5)

_ASK = """
INSERT INTO erasure (tenant_id, id, record_type, record_id, member_id, deed, reason, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_WAITS = """
SELECT true FROM erasure WHERE tenant_id = $1 AND record_id = $2 AND state = 'waiting'
"""
_ERASURES = """
SELECT e.id, e.record_type, e.record_id, e.deed, e.reason, e.state, e.found, e.left_over, e.shared,
       e.asked_at, e.done_at, coalesce(nullif(m.name, ''), p.name) AS asked_by
FROM erasure e JOIN membership m ON m.tenant_id = $1 AND m.id = e.member_id
JOIN person p ON p.id = m.person_id
WHERE e.tenant_id = $1 AND ($2::uuid IS NULL OR e.id = $2)
ORDER BY e.tenant_id DESC, e.id DESC LIMIT 200
"""
_NOTE = """
INSERT INTO consent (tenant_id, id, record_id, purpose, given, said_at, means, wording, proof,
                     noted_at, noted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_CONSENTS = """
SELECT c.id, c.purpose, c.given, c.said_at, c.means, c.wording, c.proof, c.noted_at, c.noted_by
FROM consent c WHERE c.tenant_id = $1 AND c.record_id = $2
ORDER BY c.tenant_id DESC, c.record_id DESC, c.said_at DESC, c.id DESC LIMIT 500
"""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure found per table and what became of it; whom it concerned is not in it.

    `shared` names or addresses are somebody else's too and were left where those stand.
    """

    id: UUID
    record_type: str
    record_id: UUID
    deed: str
    reason: str
    state: str
    found: dict[str, Any]
    left_over: dict[str, Any]
    shared: int
    asked_at: datetime
    asked_by: str
    done_at: datetime | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the ledger: given or withdrawn, when, by which means, of which wording."""

    id: UUID
    purpose: str
    given: bool
    said_at: datetime
    means: str
    wording: str
    proof: str
    noted_at: datetime
    noted_by: UUID | None


async def ask(
    uow: UnitOfWork, principal: Principal, type: str, record_id: UUID, reason: str
) -> Certificate:
    """Have a person erased, for good; the job does it after the commit."""
    try:
        if type not in PEOPLE:
            raise NotFound  # noqa: TRY301 -- the same answer as for what is not seen
        await service_of(type, uow, principal).changeable(record_id, "delete")
    except (NotFound, Merged):
        raise Invalid(fields={"subject_id": _("There is no such person.")}) from None
    erasure_id = await order(uow, type, record_id, principal.member_id, reason)
    await note(uow, principal, "erasure", erasure_id, "created", after={"type": type})
    return await certificate(uow, erasure_id)


async def order(
    uow: UnitOfWork,
    type: str,
    record_id: UUID,
    member_id: UUID,
    reason: str,
    *,
    deed: str = "erase",
) -> UUID:
    """Let the job do it, on the word of that member; the caller holds the record."""
    if await uow.fetchval(_WAITS, uow.tenant_id, record_id):
        raise Conflict(_("It is being erased already."))
    erasure_id = uuid7()
    said = (type, record_id, member_id, deed, reason.strip()[:MAX_REASON], clock.now())
    await uow.execute(_ASK, uow.tenant_id, erasure_id, *said)
    await jobs.enqueue(uow, ERASE, {"erasure_id": str(erasure_id)})
    return erasure_id


async def certificates(uow: UnitOfWork) -> list[Certificate]:
    """The newest first."""
    return [Certificate(**row) for row in await uow.fetch(_ERASURES, uow.tenant_id, None)]


async def certificate(uow: UnitOfWork, erasure_id: UUID) -> Certificate:
    """One; raises `NotFound`."""
    row = await uow.fetchrow(_ERASURES, uow.tenant_id, erasure_id)
    if row is None:
        raise NotFound
    return Certificate(**row)


async def say(
    uow: UnitOfWork, principal: Principal, type: str, record_id: UUID, entry: dict[str, Any]
) -> list[Said]:
    """Note what the person said; the ledger only grows."""
    await service_of(type, uow, principal).changeable(record_id)
    now = clock.now()
    said_at = entry.pop("said_at", None) or now
    if said_at.tzinfo is None:
        raise Invalid(fields={"said_at": _("A time needs its offset, such as +01:00 or Z.")})
    if said_at > now + _AHEAD:
        raise Invalid(fields={"said_at": _("This lies in the future.")})
    values = (entry["purpose"], entry["given"], said_at, entry["means"])
    texts = (entry.get("wording", "").strip(), entry.get("proof", "").strip())
    await uow.execute(
        _NOTE, principal.tenant_id, uuid7(), record_id, *values, *texts, now, principal.member_id
    )
    word = "consented" if entry["given"] else "withdrawn"
    after = {"purpose": entry["purpose"]}
    await note(uow, principal, type, record_id, word, after=after)
    return await ledger(uow, record_id)


async def ledger(uow: UnitOfWork, record_id: UUID) -> list[Said]:
    """All that a person said, newest first; the caller has seen that the record is visible."""
    return [Said(**row) for row in await uow.fetch(_CONSENTS, uow.tenant_id, record_id)]


def holding(entries: list[Said]) -> dict[str, bool]:
    """Per purpose what was said last; a purpose that was never spoken of is missing."""
    return {entry.purpose: entry.given for entry in reversed(entries)}


async def agrees(uow: UnitOfWork, record_id: UUID, purpose: str) -> bool:
    """Whether the person may be contacted for this: given last, and not withdrawn since."""
    return holding(await ledger(uow, record_id)).get(purpose, False)
