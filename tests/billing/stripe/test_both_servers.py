"""The same questions to the twin and to an emulator by others; the gateway knows neither."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from localstripe_process import KEY as THEIR_KEY
from localstripe_process import localstripe
from paying import TEAM, a_twin, account, at_stripe, bought, stripe_settings, wish

from billing.gateway.port import Account, ProviderAway
from billing.stripe.gateway import StripeGateway
from billing.stripe.pricing import MARK
from kernel.money import Money

Firm = tuple[StripeGateway, Account]


@pytest.fixture(scope="module")
def theirs() -> Iterator[str]:
    with localstripe() as url:
        yield url


@pytest.fixture(params=["twin", "localstripe"])
async def firm(request: Any, theirs: str) -> AsyncIterator[Firm]:
    """A firm with three seats by the month."""
    make: Callable[..., Any] = {"twin": _at_the_twin, "localstripe": _at_theirs}[request.param]
    async for found in make(theirs):
        yield found


async def _at_the_twin(_theirs: str) -> AsyncIterator[Firm]:
    async with a_twin() as (_twin, gateway):
        yield gateway, await bought(gateway, wish(3))


async def _at_theirs(url: str) -> AsyncIterator[Firm]:
    gateway = StripeGateway(stripe_settings(url, THEIR_KEY))
    customer = await gateway.ensure_customer(account(), key="c")
    headers = {"Authorization": f"Bearer {THEIR_KEY}"}
    async with httpx.AsyncClient(base_url=f"{url}/v1", headers=headers) as stripe:

        async def make(path: str, **told: str) -> str:
            answer = await stripe.post(path, data=told)
            assert answer.status_code in {200, 409}, answer.text
            return str(answer.json().get("id"))

        await make("/products", id="team", name="Team")
        plan = {"currency": "eur", "interval": "month", "amount": "1500", "product": "team"}
        await make("/plans", id="team", **plan, **{f"metadata[{MARK}]": str(TEAM)})
        card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2050", "cvc": "123"}
        said = {f"card[{name}]": value for name, value in card.items()}
        method = await make("/payment_methods", type="card", **said)
        await make(f"/payment_methods/{method}/attach", customer=customer)
        default = {"invoice_settings[default_payment_method]": method}
        await make(f"/customers/{customer}", **default)
        seats = {"items[0][plan]": "team", "items[0][quantity]": "3"}
        await make("/subscriptions", customer=customer, **seats)
    mirror = await gateway.fetch(account(customer_id=customer))
    assert mirror is not None
    yield gateway, at_stripe(mirror)
    await gateway.close()


async def test_what_was_bought_is_read_alike(firm):
    gateway, owner = firm
    mirror = await gateway.fetch(owner)
    assert (mirror.status, mirror.quantity, mirror.version_id) == ("active", 3, TEAM)
    assert (mirror.interval, mirror.currency) == ("month", "EUR")
    assert 27 <= (mirror.period_end - mirror.period_start).days <= 31
    assert [(one.total, one.status) for one in await gateway.invoices(owner)] == [
        (Money(4_500, "EUR"), "paid")
    ]


async def test_leaving_is_taken_back_alike(firm):
    gateway, owner = firm
    left = await gateway.cancel(owner, reason="", key="leave")
    assert left.ends_at == left.period_end
    assert (await gateway.resume(owner, key="stay")).ends_at is None


async def test_all_that_live_are_found_alike(firm):
    gateway, owner = firm
    found = [row["id"] async for page in gateway.everything() for row in page]
    assert owner.subscription_id in found


async def test_a_wrong_key_is_told_as_being_away(theirs):
    gateway = StripeGateway(stripe_settings(theirs, "nothing"))
    with pytest.raises(ProviderAway):
        await gateway.fetch(account(customer_id="cus_1"))
    await gateway.close()
