"""Price books as administrators keep them."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.catalogue.pricing.wishes import Price, PriceBookWish, cleaned
from kernel import clock
from kernel.errors import Conflict, NotFound
from kernel.filters import Node, kept
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

MOST: Final = 100
THING: Final = "price_book"

_BOOKS = """
SELECT b.id, b.name, b.currency, b.filter, b.position, b.valid_from, b.valid_until,
    (SELECT count(*) FROM book_price p WHERE p.tenant_id = $1 AND p.price_book_id = b.id) AS prices
FROM price_book b WHERE b.tenant_id = $1 AND b.archived_at IS NULL
ORDER BY b.tenant_id, b.currency, b.position, b.id LIMIT 200
"""
_PRICES = """
SELECT p.product_id, p.price, p.from_quantity, p.floor FROM book_price p
JOIN record r ON r.tenant_id = $1 AND r.id = p.product_id AND r.deleted_at IS NULL
WHERE p.tenant_id = $1 AND p.price_book_id = $2 ORDER BY r.title, p.product_id, p.from_quantity
"""
_PUT = """
INSERT INTO price_book (tenant_id, id, name, currency, filter, position, valid_from, valid_until,
                        created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_CHANGE = """
UPDATE price_book b SET name = $3, currency = $4, filter = $5, position = $6, valid_from = $7,
    valid_until = $8
WHERE b.tenant_id = $1 AND b.id = $2
"""
_CLEARED = "DELETE FROM book_price p WHERE p.tenant_id = $1 AND p.price_book_id = $2"
_FILLED = """
INSERT INTO book_price (tenant_id, price_book_id, product_id, price, from_quantity, floor)
SELECT $1, $2, u.product_id, u.price, u.from_quantity, u.floor
FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[])
    AS u(product_id, price, from_quantity, floor)
ON CONFLICT (tenant_id, price_book_id, product_id, from_quantity) DO NOTHING
"""
_ARCHIVE = "UPDATE price_book b SET archived_at = $3 WHERE b.tenant_id = $1 AND b.id = $2"


class PriceBook(msgspec.Struct, frozen=True, kw_only=True):
    """A book in use, in the order in which books are asked; `prices` says how many it has."""

    id: UUID
    name: str
    currency: str
    filter: dict[str, Any]
    position: int
    valid_from: date | None
    valid_until: date | None
    prices: int

    @property
    def node(self) -> Node:
        """For which customers; a condition that cannot be read any more fits nobody."""
        return kept(self.filter)

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


async def books(uow: UnitOfWork) -> list[PriceBook]:
    """All in use, of each currency the first one first."""
    return [PriceBook(**row) for row in await uow.fetch(_BOOKS, uow.tenant_id)]


async def book(uow: UnitOfWork, book_id: UUID) -> PriceBook:
    """One of them; raises `NotFound`."""
    found = next((one for one in await books(uow) if one.id == book_id), None)
    if found is None:
        raise NotFound
    return found


async def prices_in(uow: UnitOfWork, book_id: UUID) -> list[Price]:
    """What stands in it, product by product."""
    rows = await uow.fetch(_PRICES, uow.tenant_id, book_id)
    return [Price(**row) for row in rows]


async def open_book(uow: UnitOfWork, me: Principal, wish: PriceBookWish) -> UUID:
    """A new one."""
    await hold(uow)
    if len(await books(uow)) >= MOST:
        raise Conflict(_("There are %(most)s price books. Archive one first."), most=MOST)
    wish, made = await cleaned(uow, me, wish), uuid7()
    await uow.execute(_PUT, me.tenant_id, made, *_values(wish), clock.now())
    await _fill(uow, made, wish.prices)
    await note(uow, me, THING, made, "created", after=_said(wish))
    return made


async def change(uow: UnitOfWork, me: Principal, book_id: UUID, wish: PriceBookWish) -> None:
    """The book as it shall be from now on, with these prices and no others."""
    await hold(uow)
    before = await book(uow, book_id)
    wish = await cleaned(uow, me, wish)
    await uow.execute(_CHANGE, me.tenant_id, book_id, *_values(wish))
    await uow.execute(_CLEARED, me.tenant_id, book_id)
    await _fill(uow, book_id, wish.prices)
    was = {"name": before.name, "filter": before.filter, "prices": before.prices}
    await note(uow, me, THING, book_id, "updated", before=was, after=_said(wish))


async def archive(uow: UnitOfWork, me: Principal, book_id: UUID) -> None:
    """Out of use; what was sold by it keeps its prices."""
    gone = await book(uow, book_id)
    await uow.execute(_ARCHIVE, me.tenant_id, book_id, clock.now())
    await note(uow, me, THING, book_id, "deleted", before={"name": gone.name})


async def _fill(uow: UnitOfWork, book_id: UUID, prices: list[Price]) -> None:
    columns = [[getattr(price, name) for price in prices] for name in Price.__struct_fields__]
    await uow.execute(_FILLED, uow.tenant_id, book_id, *columns)


def _values(wish: PriceBookWish) -> tuple[Any, ...]:
    days = (wish.valid_from, wish.valid_until)
    return wish.name, wish.currency, wish.filter, wish.position, *days


def _said(wish: PriceBookWish) -> dict[str, Any]:
    return {"name": wish.name, "filter": wish.filter, "prices": len(wish.prices)}
