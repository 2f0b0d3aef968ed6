"""Whose a customer of the provider is: one of each, and never of two workspaces."""

from typing import Final

import structlog

from billing.gateway.port import Account
from billing.switch import selling
from kernel import clock
from kernel.errors import Conflict
from kernel.transaction import UnitOfWork

log = structlog.get_logger()

_KNOWN: Final = """
SELECT customer_id FROM billing_customer WHERE provider = $1 AND workspace_id = $2
"""
_REMEMBER: Final = """
INSERT INTO billing_customer (provider, customer_id, workspace_id, created_at)
VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING customer_id
"""


async def customer_of(uow: UnitOfWork, account: Account) -> str:
    """The workspace's customer, made there and remembered here if there was none.

    Call it with the subscription's row held.
    """
    gateway = selling.gateway
    known: str | None = await uow.fetchval(_KNOWN, gateway.name, account.workspace_id)
    if known is not None:
        return known
    made = await gateway.ensure_customer(account, key=f"customer:{account.workspace_id}")
    now = clock.now()
    if not await uow.fetchval(_REMEMBER, gateway.name, made, account.workspace_id, now):
        log.error("customer_of_another_workspace", customer=made)
        raise Conflict
    return made
