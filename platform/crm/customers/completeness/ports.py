"""Which kinds of activity there are: said by the slice above that keeps them."""

from typing import Any


class Kinds:
    """Filled once, where the product is composed."""

    def __init__(self) -> None:
        self.offered: list[tuple[str, Any]] = []


kinds = Kinds()
