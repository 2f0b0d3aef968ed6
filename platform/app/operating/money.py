"""What an operator sees of the money, and what came in without a provider's word."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from app.composition import compose
from billing.reconciling.comparing import compare
from billing.reconciling.report import Report
from billing.stripe.gateway import StripeGateway
from billing.switch import selling
from kernel.database import Database
from kernel.errors import Conflict, NotFound
from kernel.money import Money
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

_DRIFT: Final = """
SELECT d.started_at, d.ended_at, d.compared, d.mended, d.unknown, d.doubled, d.failed, d.findings
FROM billing_drift d ORDER BY d.started_at DESC LIMIT 30
"""
_EVENTS: Final = """
SELECT e.received_at, e.id, e.type, e.state, e.customer_id, e.error FROM billing_event e
WHERE $1 OR e.state <> 'done' ORDER BY e.received_at DESC LIMIT 200
"""
_ORDERS: Final = """
SELECT o.reference, w.slug AS workspace, o.state, o.amount_minor, o.currency, o.due_at,
       o.paid_at, o.paid_by, o.title
FROM prepaid_order o JOIN workspace w ON w.id = o.tenant_id ORDER BY o.created_at DESC LIMIT 200
"""
_CALLED: Final = """
SELECT o.id, o.reference, w.slug AS workspace, o.state <> 'paid' AS news
FROM prepaid_order o JOIN workspace w ON w.id = o.tenant_id WHERE o.reference = $1
"""


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison found."""

    started_at: datetime
    ended_at: datetime
    compared: int
    mended: int
    unknown: int
    doubled: int
    failed: int
    findings: list[dict[str, Any]]


class Ordered(msgspec.Struct, frozen=True):
    """An order by its reference; `news` is whether its payment would be."""

    id: UUID
    reference: str
    workspace: str
    news: bool


async def drift(connection: Any) -> list[Drift]:
    """The last comparisons."""
    rows = [dict(row) for row in await connection.fetch(_DRIFT)]
    for row in rows:
        row["findings"] = msgspec.json.decode(row["findings"])
    return [Drift(**row) for row in rows]


async def events(connection: Any, *, every: bool) -> list[dict[str, Any]]:
    """What the provider told last."""
    return [dict(row) for row in await connection.fetch(_EVENTS, every)]


async def orders(connection: Any) -> list[dict[str, Any]]:
    """What was ordered last, with amounts as people write them."""
    rows = await connection.fetch(_ORDERS)
    return [{**row, "amount": Money(row["amount_minor"], row["currency"]).written} for row in rows]


async def order_called(connection: Any, reference: str) -> Ordered:
    """The one order of a reference."""
    rows = await connection.fetch(_CALLED, reference.strip().upper())
    if not rows:
        raise NotFound(f"There is no order {reference}. `guanxi billing orders` shows them.")
    if len(rows) > 1:
        raise Conflict(f"{reference} is on the orders of several workspaces. Ask who paid.")
    return Ordered(**rows[0])


async def reconcile(settings: Settings, database: Database) -> Report:
    """Compare everything now."""
    compose()
    selling.use(settings)
    if not isinstance(selling.gateway, StripeGateway):
        raise Conflict("GUANXI_STRIPE_KEY is not set, so there is nobody to compare with.")
    try:
        return await compare(lambda: _outside(database), selling.gateway)
    finally:
        await selling.gateway.close()


@asynccontextmanager
async def _outside(database: Database) -> AsyncIterator[UnitOfWork]:
    uow = UnitOfWork(database)
    try:
        yield await uow.begin_outside()
        await uow.finish(commit=True)
    finally:
        if not uow.done:
            await uow.finish(commit=False)
