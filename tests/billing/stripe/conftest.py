"""A Stripe on this machine for each test, and a gateway that does not know."""

from collections.abc import AsyncIterator

import pytest
from paying import START, stripe_settings
from stripe_twin.server import StripeTwin

from billing.stripe.gateway import StripeGateway


@pytest.fixture
async def twin() -> AsyncIterator[StripeTwin]:
    twin = await StripeTwin(START).start()
    yield twin
    await twin.stop()


@pytest.fixture
async def gateway(twin: StripeTwin) -> AsyncIterator[StripeGateway]:
    gateway = StripeGateway(stripe_settings(twin.url))
    yield gateway
    await gateway.close()
