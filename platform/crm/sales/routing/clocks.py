"""How long leads wait: for somebody, and for a first answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from crm.records.reading import View
from crm.records.scope import visible
from crm.sales.lead.model import LEAD
from crm.sales.routing.answering import Offer
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

# By `first` a lead has somebody when that one accepts; else at once.
_GIVEN = (
    "CASE WHEN o.method <> 'first' THEN o.at WHEN o.outcome = 'accepted' THEN o.answered_at END"
)

_OFFERS = """
SELECT o.member_id, coalesce(nullif(m.name, ''), p.name, '') AS member, o.rule, o.method, o.at,
    o.accept_by, o.answered_at, o.outcome
FROM lead_offer o LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = o.member_id
LEFT JOIN person p ON p.id = m.person_id
WHERE o.tenant_id = $1 AND o.lead_id = $2 ORDER BY o.tenant_id, o.at, o.id LIMIT 200
"""


class Course(msgspec.Struct, kw_only=True):
    """A lead's way: seconds until it had somebody and until it was answered, and every offer."""

    seconds_to_assign: int | None
    seconds_to_first_response: int | None
    offers: list[Offer]


class Clocks(msgspec.Struct, kw_only=True):
    """Leads of the last 30 days; the median of both times in seconds, None without any."""

    leads: int
    assigned: int
    answered: int
    seconds_to_assign: int | None
    seconds_to_first_response: int | None


async def course(uow: UnitOfWork, lead: View) -> Course:
    """Of a lead that the principal has been shown."""
    rows = await uow.fetch(_OFFERS, uow.tenant_id, lead["id"])
    offers = [Offer(**dict(row)) for row in rows]
    given = [at for offer in offers if offer.member_id and (at := _given(offer))]
    return Course(
        seconds_to_assign=_seconds(lead["created_at"], min(given, default=None)),
        seconds_to_first_response=_seconds(lead["created_at"], lead.get("first_response_at")),
        offers=offers,
    )


async def clocks(uow: UnitOfWork, me: Principal) -> Clocks:
    """Of the leads that the principal sees."""
    args = Args(me.tenant_id, clock.now() - timedelta(days=30))
    row: Any = await uow.fetchrow(
        f"SELECT count(*) AS leads, count(t.given) AS assigned, "
        f"count(t.first_response_at) AS answered, "
        f"round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "
        f"t.given - t.created_at)::float8)::numeric)::bigint AS seconds_to_assign, "
        f"round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "
        f"t.first_response_at - t.created_at)::float8)::numeric)::bigint "
        f"AS seconds_to_first_response "
        f"FROM (SELECT l.created_at, l.first_response_at, (SELECT min({_GIVEN}) FROM lead_offer o "
        f"WHERE o.tenant_id = $1 AND o.lead_id = l.id AND o.member_id IS NOT NULL) AS given "
        f"FROM lead l WHERE l.tenant_id = $1 AND l.deleted_at IS NULL AND l.created_at >= $2 "
        f"AND {visible(me, args, 'l', of=LEAD)}) t",
        *args.values,
    )
    return Clocks(**dict(row))


async def waiting_offer(uow: UnitOfWork, me: Principal, lead_id: UUID) -> Any:
    """The open offer of this lead to the principal, if there is one."""
    return await uow.fetchrow(
        "SELECT o.id, o.accept_by FROM lead_offer o WHERE o.tenant_id = $1 AND o.lead_id = $2 "
        "AND o.member_id = $3 AND o.outcome IS NULL ORDER BY o.tenant_id, o.at DESC LIMIT 1",
        me.tenant_id,
        lead_id,
        me.member_id,
    )


def _given(offer: Offer) -> Any:
    if offer.method != "first":
        return offer.at
    return offer.answered_at if offer.outcome == "accepted" else None


def _seconds(start: Any, end: Any) -> int | None:
    return None if end is None else max(0, round((end - start).total_seconds()))
