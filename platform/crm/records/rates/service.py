"""The rates of a workspace: kept by day, and every change re-derives what amounts are worth."""

from datetime import date
from typing import Any

from crm.records.rates.reading import RateLine, checked, read_lines
from crm.records.rates.worth import today
from kernel import clock
from kernel.jobs import enqueue
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

SHOWN = 500

_ALL = """
SELECT r.day, r.currency, r.rate, r.created_at, r.created_by FROM exchange_rate r
WHERE r.tenant_id = $1 AND r.base = $2 AND r.day <= $3
ORDER BY r.tenant_id, r.day DESC, r.currency LIMIT $4
"""
_CURRENT = """
SELECT DISTINCT ON (r.tenant_id, r.currency) r.currency, r.rate, r.day FROM exchange_rate r
WHERE r.tenant_id = $1 AND r.base = $2 AND r.day <= $3
ORDER BY r.tenant_id, r.currency, r.day DESC
"""
_KEEP = """
INSERT INTO exchange_rate (tenant_id, base, currency, day, rate, created_at, created_by)
SELECT $1, $2, u.currency, u.day, u.rate, $6, $7
FROM unnest($3::text[], $4::date[], $5::text[]) AS u(currency, day, rate)
ON CONFLICT (tenant_id, base, currency, day)
DO UPDATE SET rate = excluded.rate, created_at = excluded.created_at,
    created_by = excluded.created_by
"""
_GONE = """
DELETE FROM exchange_rate WHERE tenant_id = $1 AND base = $2 AND currency = $3 AND day = $4
"""


async def rates_of(uow: UnitOfWork, principal: Principal) -> list[dict[str, Any]]:
    """The rates into the base currency, newest first."""
    rows = await uow.fetch(_ALL, principal.tenant_id, principal.currency, today(principal), SHOWN)
    return [dict(row) for row in rows]


async def current(uow: UnitOfWork, principal: Principal) -> list[dict[str, Any]]:
    """The rates that hold today, one per currency: what stands beside a sum."""
    day = today(principal)
    rows = await uow.fetch(_CURRENT, principal.tenant_id, principal.currency, day)
    return [dict(row) for row in rows]


async def keep(uow: UnitOfWork, principal: Principal, lines: list[RateLine]) -> int:
    """Keep these rates; one for the same day takes the place of the earlier. How many."""
    day = today(principal)
    last = {(n.currency, n.day): checked(n, principal.currency, day) for n in lines}
    held = list(last.values())
    await uow.execute(
        _KEEP,
        principal.tenant_id,
        principal.currency,
        [n.currency for n in held],
        [n.day for n in held],
        [n.rate for n in held],
        clock.now(),
        principal.member_id,
    )
    await _changed(uow, principal, {"rates": [f"{n.day} {n.currency} {n.rate}" for n in held[:50]]})
    return len(held)


async def keep_text(uow: UnitOfWork, principal: Principal, text: str) -> int:
    """Keep what was pasted."""
    return await keep(uow, principal, read_lines(text, principal.currency, today(principal)))


async def forget(uow: UnitOfWork, principal: Principal, currency: str, day: date) -> int:
    """Take a rate away; the one before it holds again. How many there were."""
    gone = await uow.execute(_GONE, principal.tenant_id, principal.currency, currency, day)
    if gone:
        await _changed(uow, principal, {"removed": f"{day} {currency}"})
    return gone


async def _changed(uow: UnitOfWork, principal: Principal, what: dict[str, Any]) -> None:
    tenant = principal.tenant_id
    await note(uow, principal, "workspace", tenant, "rates_changed", after=what)
    await enqueue(uow, "rates.derive", {})
