"""The twin by itself, for trying everything by hand: `python -m stripe_twin.run --help`."""

import argparse
import asyncio

import httpx
from stripe_twin import catalogue, customers, subscriptions
from stripe_twin.post import SECRET
from stripe_twin.server import KEY, StripeTwin


def planted(count: int, version: str) -> StripeTwin:
    """A twin with so many customers, who have three seats each of one plan."""
    twin = StripeTwin()
    ledger = twin.ledger
    product = catalogue.create_product(ledger, {"name": "Team"})
    price = catalogue.create_price(
        ledger,
        {
            "product": product["id"],
            "currency": "eur",
            "unit_amount": "1500",
            "recurring": {"interval": "month"},
            "metadata": {"guanxi_version": version},
        },
    )
    for _ in range(count):
        customer = customers.create_customer(ledger, {})["id"]
        customers.give_card(ledger, customer)
        items = [{"price": price["id"], "quantity": "3"}]
        subscriptions.begin(ledger, {"customer": customer, "items": items})
        ledger.events.clear()
        ledger.tables["event"].clear()
        twin.post.waiting.clear()
    return twin


async def stand(twin: StripeTwin, port: int, hook: str) -> None:
    """Serve, and bring every event to the other's door within a second."""
    await twin.start(port)
    print(f"GUANXI_STRIPE_KEY={KEY} GUANXI_STRIPE_WEBHOOK_SECRET={SECRET}")
    print(f"GUANXI_STRIPE_API_URL={twin.url}")
    async with httpx.AsyncClient() as client:

        async def bring(body: bytes, headers: dict[str, str]) -> int:
            try:
                return (await client.post(hook, content=body, headers=headers)).status_code
            except httpx.HTTPError:
                return 0

        while True:
            if hook:
                await twin.post.bring(bring)
            await asyncio.sleep(0.3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--hook", default="http://127.0.0.1:8000/hooks/stripe")
    parser.add_argument("--plant", type=int, default=0)
    parser.add_argument("--version", default="")
    told = parser.parse_args()
    twin = planted(told.plant, told.version) if told.plant else StripeTwin()
    asyncio.run(stand(twin, told.port, told.hook))
