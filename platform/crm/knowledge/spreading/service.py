"""Sending published knowledge to those who have a fitting open deal, never too much of it."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from crm.knowledge.habits.service import habits
from crm.knowledge.item.model import KNOWLEDGE
from crm.knowledge.matching.service import Fit, fit_of, fits, hidden_of
from crm.knowledge.matching.sql import HELPED, WORTH
from crm.knowledge.using.service import used
from crm.records.scope import visible
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.i18n import _, lazy, use
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.notifications.kinds import declare
from tenants.notifications.service import notify

PUSHED: Final = "knowledge"
WEEK: Final = timedelta(days=7)

declare(PUSHED, lazy("Knowledge that fits your deals"), "web", "chat")

# Whoever counts a member's week holds the member: two that count at once do not both fit in.
_HOLD: Final = """
SELECT m.id FROM membership m WHERE m.tenant_id = $1 AND m.id = $2 FOR NO KEY UPDATE
"""
_SENT: Final = """
SELECT count(*) FROM knowledge_push p WHERE p.tenant_id = $1 AND p.member_id = $2 AND p.at > $3
"""
_FITTING: Final = """
SELECT DISTINCT ON (f.id) f.*, d.id AS deal_id, d.name AS deal
FROM deal d CROSS JOIN LATERAL (
    SELECT k.id, k.name, k.kind, k.topic, k.answer, k.text, t.met > 0 AS competitor, w.heard,
        t.sold > 0 AS product, w.stage, w.segment, {worth} AS worth, {helped} AS helped
    {fits} AND {scope} AND k.created_by IS DISTINCT FROM $2
        AND NOT EXISTS (SELECT 1 FROM knowledge_push p WHERE p.tenant_id = $1
            AND p.item_id = k.id AND p.member_id = $2)
) f
WHERE d.tenant_id = $1 AND d.owner_id = $2 AND d.status = 'open' AND d.deleted_at IS NULL
    AND {deals}
ORDER BY f.id, f.worth DESC, d.id
"""
_PUSH: Final = """
INSERT INTO knowledge_push (tenant_id, item_id, member_id, deal_id, at)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, item_id, member_id) DO NOTHING
RETURNING item_id
"""


async def spread_to(uow: UnitOfWork, reader: Principal) -> int:
    """What fits the member's open deals best, as far as the week has room; how many."""
    if not (reader.may(f"{KNOWLEDGE.name}:see") and reader.may("deal:see")):
        return 0
    now = clock.now()
    await uow.execute(_HOLD, reader.tenant_id, reader.member_id)
    sent = await uow.fetchval(_SENT, reader.tenant_id, reader.member_id, now - WEEK)
    room = (await habits(uow)).pushes_a_week - sent
    if room <= 0:
        return 0
    done = 0
    for row in (await _fitting(uow, reader))[:room]:
        where = (reader.tenant_id, row["id"], reader.member_id, row["deal_id"], now)
        if await uow.fetchval(_PUSH, *where):
            await _tell(uow, reader, fit_of(row, hidden_of(reader)), row)
            done += 1
    return done


async def _fitting(uow: UnitOfWork, reader: Principal) -> list[Any]:
    args = Args(reader.tenant_id, reader.member_id)
    sql = _FITTING.format(
        worth=WORTH,
        helped=HELPED,
        fits=fits(reader, args),
        scope=visible(reader, args, "k", of=KNOWLEDGE),
        deals=visible(reader, args, "d", of=DEAL),
    )
    rows = await uow.fetch(sql, *args.values)
    return sorted(rows, key=lambda row: (-row["worth"], -row["helped"], row["id"]))


async def _tell(uow: UnitOfWork, reader: Principal, fit: Fit, row: Any) -> None:
    deal: UUID = row["deal_id"]
    await used(uow, reader, "shown", [fit.id], deal)
    with use(reader.language, reader.time_zone):
        title = _("For %(deal)s: %(name)s", deal=row["deal"][:80], name=fit.name[:100])
    await notify(
        uow,
        member_id=reader.member_id,
        kind=PUSHED,
        title=title,
        body=fit.answer[:500],
        record_type=KNOWLEDGE.name,
        record_id=fit.id,
    )
