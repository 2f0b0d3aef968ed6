"""What a made-up firm's products cost whom: key customers pay less, and whoever takes many."""

from typing import Any, Final
from uuid import UUID

from app.seed.filing import as_json
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from kernel.ids import derived_id

# Name, for whom, from how many on, and what is paid of each hundred.
_BOOKS: Final[tuple[Any, ...]] = (
    (("Key customers", "重点客户价"), {"field": "level", "op": "eq", "value": "A"}, ((0, 92),)),
    (("Everybody, by quantity", "通用阶梯价"), {"and": []}, ((0, 100), (10, 97), (50, 94))),
)


def price_books(workspace: Workspace, shelf: Shelf, products: list[dict[str, Any]]) -> None:
    """Two of them, with every product."""
    tongue = 1 if workspace.language == "zh" else 0
    for place, (names, wish, steps) in enumerate(_BOOKS):
        book: UUID = derived_id(workspace.id, f"price book {place}")
        said = (names[tongue], workspace.currency, as_json(wish), place, workspace.created_at)
        shelf.rows["price_book"].append((workspace.id, book, *said))
        for product in products:
            for many, share in steps:
                price = product["price"]["amount_minor"] * share // 100
                row = (workspace.id, book, product["id"], many * 1000, price)
                shelf.rows["book_price"].append(row)
