"""A Stripe on this machine for each test, and a gateway that does not know."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from paying import Shop, a_twin, stripe_settings
from stripe_twin.server import StripeTwin

from billing.prepaid import providers
from billing.stripe import wire
from billing.stripe.gateway import StripeGateway
from billing.stripe.invoicing import StripeInvoices
from billing.switch import selling
from kernel import clock
from kernel.entitled import enforcing
from kernel.transaction import UnitOfWork


@pytest.fixture
async def place(monkeypatch) -> AsyncIterator[tuple[StripeTwin, StripeGateway]]:
    # A call that is tried again by itself only makes the tests slow.
    monkeypatch.setattr(wire, "RETRIES", 0)
    async with a_twin() as found:
        yield found


@pytest.fixture
def twin(place):
    return place[0]


@pytest.fixture
def gateway(place):
    return place[1]


@pytest.fixture
async def shop(place, app, http, work):
    """A deployment that sells through the twin, at the time of whoever asks."""
    twin, gateway = place
    twin.ledger.advance(int(clock.now().timestamp()))
    twin.ledger.frozen = None
    state, before = app.inner.state, (app.inner.state.settings, selling.gateway)
    state.settings = stripe_settings(twin.url, base_url="http://test", data_dir=before[0].data_dir)
    selling.gateway, enforcing.on = gateway, True
    providers.add(StripeInvoices(gateway.wire))
    yield Shop(twin, http, work)
    state.settings, selling.gateway = before
    enforcing.on = False


@pytest.fixture
def outside(job_database):
    """Transactions as a job has them: of a firm, or of none."""

    @asynccontextmanager
    async def opened(firm=None):
        uow = UnitOfWork(job_database)
        await (uow.begin(UUID(firm.workspace_id)) if firm else uow.begin_outside())
        try:
            yield uow
            await uow.finish(commit=True)
        finally:
            if not uow.done:
                await uow.finish(commit=False)

    return opened
