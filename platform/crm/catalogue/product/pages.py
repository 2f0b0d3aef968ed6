"""How products look."""

from crm.catalogue.product.model import PRODUCT
from crm.records.pages.presenting import ALL, ListView, Presentation, present
from kernel.filters import Test
from kernel.i18n import lazy
from web.nav import Entry, navigation

present(
    PRODUCT,
    Presentation(
        columns=("price", "unit", "category", "active", "updated_at"),
        facts=("sku", "price", "cost", "unit", "category", "active", "owner_id"),
        first=("name", "price", "sku", "unit"),
        search=("name", "sku"),
        detail="sku",
        body="description",
        inline=frozenset({"price", "unit", "category", "active", "sku"}),
        views=(ALL, ListView("active", lazy("On sale"), Test("active", "eq", value=True))),
        empty=lazy("Add what you sell: a name and a price are enough."),
        new_label=lazy("New product"),
        icon="package",
    ),
)

navigation.add(
    "main",
    Entry(
        key="products",
        label=lazy("Products"),
        icon="package",
        path="products",
        order=38,
        permission="product:see",
    ),
)
navigation.add(
    "new",
    Entry(
        key="product",
        label=lazy("New product"),
        icon="package",
        path="products/new",
        order=60,
        permission="product:create",
    ),
)
