"""What products cost one customer: by the first book that fits and has them, else as listed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from crm.catalogue.pricing.service import PriceBook, books
from crm.customers.company.model import COMPANY
from crm.records.filtering import Filtering
from crm.records.keeper import whole
from crm.records.types import Row
from kernel import clock
from kernel.filters import EVERYTHING, BadFilter
from kernel.formats import local
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_IN_BOOKS = """
SELECT p.price_book_id, p.product_id, p.from_quantity, p.price, p.floor FROM book_price p
WHERE p.tenant_id = $1 AND p.price_book_id = ANY($2) AND p.product_id = ANY($3)
"""
_LISTED = """
SELECT p.id, p.price FROM product p
WHERE p.tenant_id = $1 AND p.id = ANY($2) AND p.deleted_at IS NULL
"""


async def prices_for(
    uow: UnitOfWork,
    me: Principal,
    company_id: UUID | None,
    currency: str,
    wanted: Sequence[tuple[UUID, int]],
) -> list[int | None]:
    """Of each product in so many thousandths: the price of one in minor units, if there is one.

    To whom prices are hidden, nothing is told.
    """
    if "price" in me.veils.get("product", {}):
        return [None for _one in wanted]
    products = list({product_id for product_id, _many in wanted})
    booked = await _booked(uow, me, company_id, currency, wanted)
    listed = {row["id"]: row["price"] for row in await uow.fetch(_LISTED, me.tenant_id, products)}

    def price(place: int, product_id: UUID) -> int | None:
        if row := booked[place]:
            return int(row["price"])
        said: Any = listed.get(product_id)
        return said["amount_minor"] if said and said["currency"] == currency else None

    return [price(place, product_id) for place, (product_id, _many) in enumerate(wanted)]


async def floors_for(
    uow: UnitOfWork,
    me: Principal,
    company_id: UUID | None,
    currency: str,
    wanted: Sequence[tuple[UUID, int]],
) -> list[int | None]:
    """Of each product in so many thousandths: below what one may not be sold, whoever asks."""
    booked = await _booked(uow, me, company_id, currency, wanted) if wanted else []
    return [row["floor"] if row else None for row in booked]


async def _booked(
    uow: UnitOfWork,
    me: Principal,
    company_id: UUID | None,
    currency: str,
    wanted: Sequence[tuple[UUID, int]],
) -> list[Row | None]:
    """What the first book says that fits and has the product, from that many on."""
    fitting = await _fitting(uow, me, company_id, currency)
    products = list({product_id for product_id, _many in wanted})
    rows = await uow.fetch(_IN_BOOKS, me.tenant_id, fitting, products) if fitting else []
    rows = sorted(rows, key=lambda r: (fitting.index(r["price_book_id"]), -r["from_quantity"]))

    def first(product_id: UUID, many: int) -> Row | None:
        fits = (r for r in rows if r["product_id"] == product_id and r["from_quantity"] <= many)
        return next(fits, None)

    return [first(product_id, many) for product_id, many in wanted]


async def _fitting(
    uow: UnitOfWork, me: Principal, company_id: UUID | None, currency: str
) -> list[UUID]:
    """The books in force for this customer, in their order; without one, those for everybody."""
    day = local(clock.now()).date()
    held = [one for one in await books(uow) if one.currency == currency and one.holds(day)]
    asked = [one for one in held if one.node != EVERYTHING]
    fits = await _fits(uow, me, company_id, asked) if asked and company_id else set()
    return [one.id for one in held if one.node == EVERYTHING or one.id in fits]


async def _fits(
    uow: UnitOfWork, me: Principal, company_id: UUID, asked: list[PriceBook]
) -> set[UUID]:
    """Of these books those whose condition is true of the company, whoever asks."""
    args = Args(me.tenant_id, company_id)
    compiled, cases = Filtering(COMPANY, whole(me), args, "a"), []
    for one in asked:
        try:
            cases.append(f"CASE WHEN {compiled.sql(one.node)} THEN {args(one.id)}::uuid END")
        except BadFilter:
            # It asks what is no longer there.
            continue
    if not cases:
        return set()
    found = await uow.fetchval(
        f"SELECT ARRAY[{', '.join(cases)}] FROM company a WHERE a.tenant_id = $1 AND a.id = $2",
        *args.values,
    )
    return {one for one in found or () if one}
