"""What a firm's owner does at Stripe's twin, and the small world that the tests of it share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from stripe_twin.customers import WORKS
from stripe_twin.post import SECRET
from stripe_twin.server import KEY, StripeTwin

from billing.gateway.port import Account, Mirror, Wish
from billing.stripe.gateway import StripeGateway
from kernel.settings import Settings, load

START = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
TEAM, BUSINESS = UUID(int=1), UUID(int=2)
UNITS = {("EUR", "month"): 1_500, ("EUR", "year"): 15_000, ("JPY", "month"): 2_400}


def stripe_settings(url: str, key: str = KEY, **more: Any) -> Settings:
    """What an operator sets to be paid by Stripe."""
    return load({}, stripe_key=key, stripe_webhook_secret=SECRET, stripe_api_url=url, **more)


@asynccontextmanager
async def a_twin(**settings: Any) -> AsyncIterator[tuple[StripeTwin, StripeGateway]]:
    """A Stripe on this machine, and a gateway that does not know."""
    twin = await StripeTwin(START).start()
    gateway = StripeGateway(stripe_settings(twin.url, **settings))
    try:
        yield twin, gateway
    finally:
        await gateway.close()
        await twin.stop()


def account(**known: Any) -> Account:
    """A firm, new to Stripe unless ids say otherwise."""
    said = {
        "workspace_id": uuid4(),
        "slug": "acme",
        "name": "Acme",
        "email": "ada@example.com",
        "language": "en",
        "currency": "EUR",
    }
    return Account(**{**said, **known})


def wish(quantity: int, **more: Any) -> Wish:
    """So many seats of Team by the month in euros, unless told otherwise."""
    said = {"version_id": TEAM, "plan": "team", "interval": "month", "currency": "EUR", **more}
    said.setdefault("unit_minor", UNITS.get((said["currency"], said["interval"]), 1_000))
    return Wish(quantity=quantity, **said)


def at_stripe(mirror: Mirror, **known: Any) -> Account:
    """The firm, with what it has at Stripe."""
    ids = {name: getattr(mirror, name) for name in ("customer_id", "subscription_id", "item_id")}
    return account(**ids, schedule_id=mirror.schedule_id, **known)


async def pay(url: str, digits: str = WORKS) -> httpx.Response:
    """Type a card's number on a page of Stripe's and send it."""
    async with httpx.AsyncClient() as browser:
        return await browser.post(url, data={"number": digits})


async def bought(gateway: StripeGateway, wanted: Wish, **known: Any) -> Account:
    """A firm that went through the checkout."""
    firm = account(currency=wanted.currency, **known)
    customer = await gateway.ensure_customer(firm, key=f"customer:{firm.workspace_id}")
    firm = account(workspace_id=firm.workspace_id, customer_id=customer)
    page = await gateway.checkout(
        firm, wanted, back="http://acme.test/b", cancelled="http://acme.test/c", coupon="", key="k"
    )
    assert (await pay(page)).status_code == 303
    found = await gateway.fetch(firm)
    assert found is not None
    return at_stripe(found, workspace_id=firm.workspace_id, currency=wanted.currency)


def now(twin: StripeTwin) -> datetime:
    """What time it is at Stripe's."""
    return datetime.fromtimestamp(twin.ledger.now, UTC)


class Shop:
    """This deployment, which sells through the twin, and its own owner's way to buy."""

    def __init__(self, twin: StripeTwin, http: httpx.AsyncClient, work: Any) -> None:
        self.twin, self.http, self.work = twin, http, work

    async def hook(self, body: bytes, headers: dict[str, str]) -> int:
        """Stripe at our door; the status that it is answered."""
        answer = await self.http.post("/hooks/stripe", content=body, headers=headers)
        return answer.status_code

    async def post(self, **mishaps: Any) -> list[int]:
        """Everything that Stripe has to tell is told and acted upon."""
        answers = await self.twin.post.bring(self.hook, **mishaps)
        await self.work()
        return answers

    async def buy(self, firm: Any, plan: str = "team", seats: int = 3, **more: Any) -> None:
        """Through the checkout, as the owner does, and Stripe tells of it."""
        place = await firm.post(
            "billing/checkout", expected=201, plan=plan, interval="month", seats=seats, **more
        )
        assert (await pay(place["url"])).status_code == 303
        await self.post()
