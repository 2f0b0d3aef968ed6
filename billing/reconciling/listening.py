"""Hearing again what was told in the last hours; what was kept then is kept once."""

from datetime import timedelta
from typing import Any, Final

from billing.stripe.gateway import StripeGateway
from billing.webhooks import inbox
from billing.webhooks.letters import Data, Letter
from kernel import clock
from kernel.jobs import Work

# Events come within seconds, and when our door was shut for up to three days; the nightly
# comparison sees what is older.
BACK: Final = timedelta(hours=6)
# So long Stripe repeats what our door did not take. Refunds and disputes are known by their
# events alone, so the night hears them all again.
LONG: Final = timedelta(days=3)


async def listen_again(work: Work, gateway: StripeGateway, back: timedelta = BACK) -> None:
    """Page by page, each in a transaction of its own."""
    async for page in gateway.events(since=clock.now() - back):
        async with work() as uow:
            for row in page:
                await inbox.receive(uow, _letter(row), live=gateway.live)


def _letter(row: Any) -> Letter:
    told = row["data"]["object"]
    kept = {name: told[name] for name in ("id", "object", "customer", "charge") if name in told}
    return Letter(
        id=row["id"],
        type=row["type"],
        data=Data(object=kept),
        created=row["created"],
        livemode=row["livemode"],
    )
