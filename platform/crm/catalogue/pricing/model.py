"""A price book, and the prices in it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class PriceBook(Identified):
    """`filter` says for which customers, `{"and": []}` for all; the smallest `position` is first.

    It holds from `valid_from` to the end of `valid_until`.
    """

    __tablename__ = "price_book"

    name: Mapped[str]
    currency: Mapped[str]
    filter: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(server_default="0")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="days"),
        Index("ix_price_book_in_order", "tenant_id", "currency", "position", "id"),
    )


class BookPrice(OfWorkspace):
    """One of a product in minor units, from `from_quantity` thousandths on, or the `floor`."""

    __tablename__ = "book_price"

    price_book_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    from_quantity: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]
    floor: Mapped[int | None]

    __table_args__ = (
        within("price_book_id", "price_book"),
        within("product_id", "product"),
        CheckConstraint("from_quantity >= 0 AND price >= 0", name="amounts"),
        CheckConstraint("floor BETWEEN 0 AND price", name="floor"),
        Index("ix_book_price_of_product", "tenant_id", "product_id", "price_book_id"),
    )
