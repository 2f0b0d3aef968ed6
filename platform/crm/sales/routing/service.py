"""A lead finds somebody: the first rule that matches and has anybody at work gives it away."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.records.keeper import keeper
from crm.records.ports import Change
from crm.records.reading import fetch
from crm.records.service import Records
from crm.records.types import Row
from crm.sales.conditions import condition_sql
from crm.sales.lead.model import LEAD
from crm.sales.lead.ports import on_lead
from crm.sales.lead.service import Leads
from crm.sales.routing.choosing import Candidate, chosen
from crm.sales.routing.places import workers_for
from crm.sales.routing.rules import RoutingRuleSeen, seen
from kernel import clock, jobs
from kernel.i18n import _, lazy
from kernel.ids import uuid7
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

NEW_LEAD: Final = "new_lead"
EXPIRE: Final = "routing.expire"
AGAIN: Final = "routing.again"
PATIENCE: Final = timedelta(minutes=15)
WORKED: Final = ["new", "assigned", "working", "qualified"]

declare(NEW_LEAD, lazy("A new lead is yours to take"), "web", "chat", urgent=True)

# Whoever routes holds the rules until the commit: turns and loads are counted once.
_RULES = """
SELECT u.id, u.name, u.position, u.condition, u.method, u.team_id, u.capacity, u.accept_minutes,
    u.enabled, u.turn, ARRAY[]::uuid[] AS members
FROM routing_rule u WHERE u.tenant_id = $1 AND u.enabled
ORDER BY u.tenant_id, u.position, u.id LIMIT 50 FOR NO KEY UPDATE OF u
"""
_CANDIDATES = """
SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name, p.time_zone,
    h.days, h.from_minute, h.to_minute,
    (SELECT max(o.turn) FROM lead_offer o WHERE o.tenant_id = $1 AND o.rule_id = $2
        AND o.member_id = m.id) AS turn,
    (SELECT count(*) FROM lead l WHERE l.tenant_id = $1 AND l.owner_id = m.id
        AND l.deleted_at IS NULL AND l.status = ANY($5)) AS load,
    (SELECT count(*) FROM lead_offer o WHERE o.tenant_id = $1 AND o.member_id = m.id
        AND o.at > $6) AS lately,
    EXISTS (SELECT 1 FROM lead_offer o WHERE o.tenant_id = $1 AND o.lead_id = $3
        AND o.member_id = m.id) AS had
FROM membership m JOIN person p ON p.id = m.person_id AND p.closed_at IS NULL
LEFT JOIN working_hours h ON h.tenant_id = $1 AND h.member_id = m.id
WHERE m.tenant_id = $1 AND m.status = 'active' AND (m.team_id = $4 OR m.id = ANY($7)
    OR $8 AND m.id = ANY(ARRAY(SELECT rm.member_id FROM routing_member rm
        WHERE rm.tenant_id = $1 AND rm.rule_id = $2)))
ORDER BY m.tenant_id, m.created_at, m.id LIMIT 500
"""
_OFFER = """
INSERT INTO lead_offer (tenant_id, id, lead_id, member_id, rule_id, rule, method, turn, at,
                        accept_by, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_TURN = "UPDATE routing_rule u SET turn = $3 WHERE u.tenant_id = $1 AND u.id = $2"


@on_lead
async def came_in(records: Records, change: Change) -> None:
    """A lead that nobody owns is routed as soon as it is there."""
    if change.action != "created" or change.row["owner_id"] is not None:
        return
    acting = await keeper(records.uow)
    if acting is None:
        return
    leads = Leads(records.uow, acting)
    await route(leads, await fetch(records.uow, acting, LEAD, change.record_id, lock=True))
    now: Any = await fetch(records.uow, acting, LEAD, change.record_id)
    row: Any = change.row
    row.update({n: now[n] for n in ("owner_id", "team_id", "status", "version", "updated_at")})


async def route(leads: Leads, lead: Row) -> bool:
    """Give a lead that is held to whoever is next; whether anybody got it."""
    uow = leads.uow
    rules = [seen(row) for row in await uow.fetch(_RULES, uow.tenant_id)]
    for rule in await _matching(leads, rules, lead):
        asked = await _candidates(uow, rule, lead, await _local(leads, rule, lead))
        found = chosen(rule.method, asked, rule.capacity, clock.now())
        if found:
            await _offer(leads, rule, lead, found)
            return True
    if rules:
        await _nobody(uow, lead)
    return False


async def _matching(leads: Leads, rules: list[RoutingRuleSeen], lead: Row) -> list[RoutingRuleSeen]:
    if not rules:
        return []
    args = Args(leads.uow.tenant_id, lead["id"])
    hits = ", ".join(condition_sql(leads.principal, args, "a", rule.text) for rule in rules)
    found = await leads.uow.fetchval(
        f"SELECT ARRAY[{hits}] FROM lead a WHERE a.tenant_id = $1 AND a.id = $2", *args.values
    )
    return [rule for rule, hit in zip(rules, found, strict=True) if hit]


async def _local(leads: Leads, rule: RoutingRuleSeen, lead: Row) -> list[UUID]:
    """Who works where the lead is, if the rule goes by that."""
    if rule.method != "territory":
        return []
    return await workers_for(leads.uow, leads.principal, lead)


async def _candidates(
    uow: UnitOfWork, rule: RoutingRuleSeen, lead: Row, local: list[UUID]
) -> list[Candidate]:
    day = clock.now() - timedelta(days=1)
    everywhere = rule.method != "territory"
    team = rule.team_id if everywhere else None
    about = (rule.id, lead["id"], team, WORKED, day, local, everywhere)
    rows = await uow.fetch(_CANDIDATES, uow.tenant_id, *about)
    return [Candidate(**dict(row)) for row in rows]


async def _offer(leads: Leads, rule: RoutingRuleSeen, lead: Row, found: list[Candidate]) -> None:
    uow, now = leads.uow, clock.now()
    asked = rule.method == "first"
    await leads.hand_over(lead, None if asked else found[0].id, "routed")
    until = now + timedelta(minutes=rule.accept_minutes) if rule.accept_minutes else None
    await uow.execute(_TURN, uow.tenant_id, rule.id, rule.turn + 1)
    for one in found:
        offer_id = uuid7()
        said = (rule.id, rule.name, rule.method, rule.turn + 1, now, until, None)
        await uow.execute(_OFFER, uow.tenant_id, offer_id, lead["id"], one.id, *said)
        if until:
            await jobs.enqueue(uow, EXPIRE, {"id": str(offer_id)}, at=until)
        await _tell(uow, one.id, lead, rule, asked=asked)


async def _nobody(uow: UnitOfWork, lead: Row) -> None:
    """Say so in the course of the lead; without an owner it is tried again."""
    said = (None, "", "", 0, clock.now(), None, "nobody")
    await uow.execute(_OFFER, uow.tenant_id, uuid7(), lead["id"], None, *said)
    if lead["owner_id"] is None:
        key = f"{AGAIN}.{lead['id']}"
        at = clock.now() + PATIENCE
        await jobs.enqueue(uow, AGAIN, {"id": str(lead["id"])}, at=at, dedupe_key=key)


async def _tell(
    uow: UnitOfWork, member_id: UUID, lead: Row, rule: RoutingRuleSeen, *, asked: bool
) -> None:
    def words() -> tuple[str, str]:
        if asked:
            lines = [_("A new lead. Who accepts first has it.")]
        elif rule.accept_minutes:
            lines = [
                _("A new lead for you. Accept it within %(num)s minutes.")
                % {"num": rule.accept_minutes}
            ]
        else:
            lines = [_("A new lead for you.")]
        lines += [text for text in (lead["company_name"], lead["notes"]) if text]
        return lead["name"], "\n".join(lines)[:500]

    await tell(uow, member_id, NEW_LEAD, words, record_type="lead", record_id=lead["id"])
