"""Comparing: first what lives at the provider, by pages, then what lives here alone."""

from typing import Any, Final
from uuid import UUID

from billing.reconciling.report import Report
from billing.stripe.gateway import StripeGateway
from billing.stripe.pricing import Foreign
from billing.subscription.service import found
from billing.webhooks.catching_up import catch_up
from kernel import clock
from kernel.jobs import Work
from kernel.transaction import UnitOfWork

AT_ONCE: Final = 100

_WHOSE: Final = """
SELECT c.customer_id, c.workspace_id, w.status FROM billing_customer c
JOIN workspace w ON w.id = c.workspace_id
WHERE c.provider = 'stripe' AND c.customer_id = ANY($1::text[])
"""
_NEXT: Final = """
SELECT c.customer_id, c.workspace_id FROM billing_customer c
JOIN workspace w ON w.id = c.workspace_id AND w.status = 'active'
WHERE c.provider = 'stripe' AND c.customer_id > $1 ORDER BY c.customer_id LIMIT $2
"""
_SEEN: Final = """
UPDATE subscription SET fetched_at = $2 WHERE tenant_id = $1
"""
# What time or an owner may have changed there without a subscription that lives.
_ALIVE: Final = """
SELECT 1 FROM subscription s WHERE s.tenant_id = $1 AND s.provider = 'stripe'
AND s.status IN ('trialing', 'active', 'past_due')
AND (s.fetched_at IS NULL OR s.fetched_at < $2)
"""


async def compare(work: Work, gateway: StripeGateway) -> Report:
    """Everything. Memory holds a page at a time, transactions one workspace."""
    report = Report(started_at=clock.now())
    async for page in gateway.everything(at_once=AT_ONCE):
        await _page(work, gateway, page, report)
    await _missing(work, report)
    async with work() as uow:
        await report.keep(uow)
    return report


async def _page(work: Work, gateway: StripeGateway, page: list[Any], report: Report) -> None:
    async with work() as uow:
        rows = await uow.fetch(_WHOSE, [str(row["customer"]) for row in page])
    whose = {row["customer_id"]: row for row in rows}
    for row in page:
        report.compared += 1
        owner = whose.get(str(row["customer"]))
        if owner is None:
            report.found("unknown", customer=str(row["customer"]), subscription=row["id"])
        elif owner["status"] == "active":
            await _one(work, gateway, row, owner["workspace_id"], report)


async def _one(
    work: Work, gateway: StripeGateway, row: Any, workspace_id: UUID, report: Report
) -> None:
    said = {"workspace": str(workspace_id), "subscription": row["id"]}
    try:
        theirs = await gateway.whole(row)
    except Foreign as error:
        report.found("failed", why=f"price {error}", **said)
        return
    async with work() as uow:
        await uow.enter(workspace_id)
        ours = await found(uow)
        if ours is None:
            report.found("failed", why="no row", **said)
            return
        if ours.with_news(theirs) == ours:
            await uow.execute(_SEEN, workspace_id, clock.now())
            return
        customer = str(row["customer"])
        changed = await _caught_up(uow, customer, said, report)
        if changed:
            report.found("mended", **said)
        elif (now := await found(uow)) is not None and now.subscription_id != row["id"]:
            report.found("doubled", kept=now.subscription_id, **said)


async def _caught_up(uow: UnitOfWork, customer: str, said: dict[str, str], report: Report) -> bool:
    try:
        return await catch_up(uow, customer)
    except Foreign as error:
        report.found("failed", why=f"price {error}", **said)
        return False


async def _missing(work: Work, report: Report) -> None:
    """What lives here, and was not among what lives there."""
    after = ""
    while True:
        async with work() as uow:
            rows = await uow.fetch(_NEXT, after, AT_ONCE)
        if not rows:
            return
        for row in rows:
            async with work() as uow:
                await uow.enter(row["workspace_id"])
                if not await uow.fetchval(_ALIVE, row["workspace_id"], report.started_at):
                    continue
                report.compared += 1
                said = {"workspace": str(row["workspace_id"]), "subscription": ""}
                if await _caught_up(uow, row["customer_id"], said, report):
                    report.found("mended", **said)
        after = rows[-1]["customer_id"]
