"""What a price of ours is called at Stripe: made there when it is first asked for."""

from typing import Any, Final
from uuid import UUID

from billing.gateway.port import Interval, Wish
from billing.stripe import units
from billing.stripe.wire import Unknown, asking
from kernel.money import Money

# On every price there: which version of which plan it is of.
MARK: Final = "guanxi_version"
# Before the name of a plan, what it is called there.
PRODUCT: Final = "guanxi_"


class Prices:
    """Prices there never change, so that what is known stays so."""

    def __init__(self, client: Any, tax: str | None = None) -> None:
        self._client = client
        # Whether tax is on top of prices or in them; None where Stripe does not reckon it.
        self._tax = tax
        self._names: dict[tuple[UUID, str, str], str] = {}
        self._versions: dict[str, tuple[UUID, Interval]] = {}

    async def named(self, wish: Wish) -> str:
        """Stripe's name of the price that is wished for."""
        if wish.price is not None:
            return wish.price
        known = (wish.version_id, wish.currency, wish.interval)
        if known not in self._names:
            self._names[known] = await self._found(wish) or await self._made(wish)
        return self._names[known]

    async def _found(self, wish: Wish) -> str | None:
        async with asking():
            found = await self._client.prices.list_async(
                {"lookup_keys": [_lookup(wish)], "active": True, "limit": 1}
            )
        if not found.data:
            return None
        price = found.data[0]
        if self._tax is not None and price["tax_behavior"] == "unspecified":
            # Made before tax was reckoned; it can be said once, and never otherwise.
            async with asking():
                await self._client.prices.update_async(price["id"], {"tax_behavior": self._tax})
        return str(price["id"])

    async def _made(self, wish: Wish) -> str:
        amount = units.told(Money(wish.unit_minor, wish.currency))
        async with asking():
            made = await self._client.prices.create_async(
                {
                    "product": await self._product(wish),
                    "currency": wish.currency.lower(),
                    "unit_amount": amount,
                    "recurring": {"interval": wish.interval},
                    "lookup_key": _lookup(wish),
                    "metadata": {MARK: str(wish.version_id)},
                    **({"tax_behavior": self._tax} if self._tax else {}),
                },
                {"idempotency_key": f"price:{_lookup(wish)}:{amount}:{self._tax}"},
            )
        return str(made.id)

    async def _product(self, wish: Wish) -> str:
        name = f"{PRODUCT}{wish.plan}"
        try:
            async with asking():
                await self._client.products.retrieve_async(name)
        except Unknown:
            async with asking():
                await self._client.products.create_async(
                    {"id": name, "name": wish.plan.title()},
                    {"idempotency_key": f"product:{name}"},
                )
        return name

    async def of(self, price: str) -> tuple[UUID, Interval]:
        """The version of a plan and the interval that a price is for."""
        if price not in self._versions:
            async with asking():
                self._versions[price] = meaning(await self._client.prices.retrieve_async(price))
        return self._versions[price]


def meaning(price: Any) -> tuple[UUID, Interval]:
    """The version and the interval of a price that is at hand; raises `Foreign`."""
    try:
        version = UUID(price["metadata"][MARK])
        # A plan, which is what prices were before, has it beside the rest.
        every = price["recurring"] if "recurring" in price else price  # noqa: SIM401 -- no dictionary
        interval: Interval = every["interval"]
    except (KeyError, TypeError, ValueError):
        raise Foreign(str(price["id"])) from None
    return version, interval


def plan_of(product: str) -> str:
    """The plan that a product is, or nothing where it was made by hand."""
    return product.removeprefix(PRODUCT) if product.startswith(PRODUCT) else ""


class Foreign(Exception):
    """A price that was made by hand at Stripe and does not say what it is of."""


def _lookup(wish: Wish) -> str:
    return f"guanxi_{wish.version_id}_{wish.currency.lower()}_{wish.interval}"
