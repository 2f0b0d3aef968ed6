"""A deployment that sells, and a firm that has bought."""

from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
import time_machine

from billing.buying.wishing import change_to
from billing.plans.shelf import offer_called
from billing.subscription.service import account_of, apply, found
from billing.subscription.tasks import tend
from kernel import clock
from kernel.principal import house
from kernel.transaction import UnitOfWork
from tests.tenants.conftest import browser, post  # noqa: F401 -- fixtures


@pytest.fixture
def later():
    """So many days from now; time goes on from there."""

    def travel(days: float):
        return time_machine.travel(clock.now() + timedelta(days=days), tick=True)

    return travel


@pytest.fixture
def behind(database):
    """A transaction in a firm, as a job has it."""

    @asynccontextmanager
    async def opened(firm):
        uow = UnitOfWork(database)
        await uow.begin(UUID(firm.workspace_id))
        yield uow
        await uow.finish(commit=True)

    return opened


@pytest.fixture
def told(behind, desk):
    """The provider tells of a firm's subscription: `told(firm, status="past_due")`."""

    async def tell(firm, **news):
        async with behind(firm) as uow:
            account = await account_of(uow, await found(uow))
            now = desk.subscriptions[account.workspace_id]
            desk.subscriptions[account.workspace_id] = msgspec.structs.replace(now, **news)
            await apply(uow, house(uow.tenant_id), desk.subscriptions[account.workspace_id])

    return tell


@pytest.fixture
async def paying(desk, acme, behind):
    """A firm with five seats of Team, by the month, in euros."""
    async with behind(acme) as uow:
        bought = await found(uow)
        await uow.execute(
            "UPDATE subscription SET currency = 'EUR' WHERE tenant_id = $1", uow.tenant_id
        )
        bought = await found(uow)
        team = await offer_called(uow, "team")
        asked = await change_to(uow, bought, plan=team.plan, interval="month", seats=5)
        account = await account_of(uow, bought)
        await apply(uow, house(uow.tenant_id), desk.paid(account, asked.wish))
    return acme


@pytest.fixture
def tended(behind):
    """The hourly look at a firm."""

    async def look(firm):
        async with behind(firm) as uow:
            await tend(uow, {})

    return look
