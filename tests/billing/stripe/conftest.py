"""A Stripe on this machine for each test, and a gateway that does not know."""

from collections.abc import AsyncIterator

import pytest
from paying import a_twin
from stripe_twin.server import StripeTwin

from billing.stripe.gateway import StripeGateway


@pytest.fixture
async def place() -> AsyncIterator[tuple[StripeTwin, StripeGateway]]:
    async with a_twin() as found:
        yield found


@pytest.fixture
def twin(place):
    return place[0]


@pytest.fixture
def gateway(place):
    return place[1]
