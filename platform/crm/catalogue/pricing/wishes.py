"""What an administrator wants of a price book, made clean or refused."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.records.filtering import Filtering
from crm.records.impersonal import is_personal
from crm.records.kinds.texts import needed_name
from crm.records.reading import demand_visible
from kernel.errors import Invalid
from kernel.filters import EVERYTHING, Node, parse, tree
from kernel.i18n import _
from kernel.money import CURRENCIES
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

LARGEST: Final = 10**12
Amount = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]


class Price(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`price` of one in minor units of the book's currency, `from_quantity` in thousandths.

    Below `floor`, discount included, a deal is won only with a manager's consent.
    """

    product_id: UUID
    price: Amount
    from_quantity: Amount = 0
    floor: Amount | None = None


class PriceBookWish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`filter` as lists of companies take it; an empty one is for every customer.

    Of several books that fit, the one with the smallest `position` is asked first.
    """

    name: Annotated[str, msgspec.Meta(max_length=200)]
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)]
    filter: dict[str, Any] = {}
    position: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    valid_from: date | None = None
    valid_until: date | None = None
    prices: Annotated[list[Price], msgspec.Meta(max_length=2000)] = []


async def cleaned(uow: UnitOfWork, me: Principal, wish: PriceBookWish) -> PriceBookWish:
    """The wish as it is kept; raises `Invalid`."""
    if wish.currency not in CURRENCIES:
        wrong = _("A currency is three letters such as EUR, USD or CNY.")
        raise Invalid(fields={"currency": wrong})
    if wish.valid_from and wish.valid_until and wish.valid_until < wish.valid_from:
        raise Invalid(fields={"valid_until": _("The last day is before the first.")})
    await _demand_products(uow, me, wish.prices)
    condition = tree(_condition(me, wish.filter))
    return msgspec.structs.replace(wish, name=needed_name(wish.name), filter=condition)


async def _demand_products(uow: UnitOfWork, me: Principal, prices: list[Price]) -> None:
    if len({(price.product_id, price.from_quantity) for price in prices}) < len(prices):
        raise Invalid(fields={"prices": _("Two prices for one product from the same quantity on.")})
    if any(price.floor is not None and price.floor > price.price for price in prices):
        raise Invalid(fields={"prices": _("A floor price is not above the price.")})
    wanted = list({price.product_id for price in prices})
    seen = await demand_visible(uow, me, wanted)
    if any(seen.get(one, ("",))[0] != "product" for one in wanted):
        raise Invalid(fields={"prices": _("There is no such product.")})


def _condition(me: Principal, said: dict[str, Any]) -> Node:
    """What was said, if it compares what companies have and means the same to everybody."""
    node = parse(msgspec.json.encode(said).decode()) if said else EVERYTHING
    if is_personal(node):
        why = _("A price book is the same for everybody: no “me” in it.")
        raise Invalid(fields={"filter": why})
    Filtering(COMPANY, me, Args(me.tenant_id), "a").sql(node)
    return node
