"""What we sell: a good or a service, with its price."""

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from crm.records.fields import (
    Choice,
    base_column,
    choice_field,
    long_text_field,
    money_field,
    text_field,
    yes_no_field,
)
from crm.records.model import Record
from crm.records.types import declare
from kernel.i18n import lazy

CATEGORIES = (
    Choice("goods", lazy("Goods")),
    Choice("service", lazy("Service")),
    Choice("subscription", lazy("Subscription")),
    Choice("spare_part", lazy("Spare part")),
    Choice("other", lazy("Other")),
)


class Product(Record):
    """One thing on our price list; an inactive one is sold no more and stays on old deals."""

    __tablename__ = "product"
    sorted_by: ClassVar[tuple[str, ...]] = (
        "updated_at",
        "created_at",
        "name",
        "sku",
        "price_base",
    )

    name: Mapped[str] = text_field(lazy("Name"), required=True, searchable=True, sortable=True)
    sku: Mapped[str | None] = text_field(
        lazy("Article number"), max_length=60, searchable=True, sortable=True
    )
    unit: Mapped[str | None] = text_field(lazy("Unit"), max_length=30)
    price: Mapped[dict[str, Any] | None] = money_field(lazy("Price"), adds_up=False, sortable=True)
    price_base: Mapped[int | None] = base_column()
    cost: Mapped[dict[str, Any] | None] = money_field(lazy("Cost"), adds_up=False)
    cost_base: Mapped[int | None] = base_column()
    active: Mapped[bool] = yes_no_field(lazy("On sale"), default=True)
    category: Mapped[str | None] = choice_field(
        lazy("Category"), CATEGORIES, options="product_category"
    )
    description: Mapped[str | None] = long_text_field(lazy("Description"), searchable=True)


PRODUCT = declare(
    Product,
    plural="products",
    label=lazy("Product"),
    label_plural=lazy("Products"),
    icon="package",
    title=lambda row: row["name"],
    seen_by="all",
)
