"""Which kinds of activity there are: said by the slice above that keeps them."""

from collections.abc import Callable

from kernel.principal import Principal

Offered = Callable[[Principal], list[tuple[str, str]]]


class Kinds:
    """Filled once, where the product is composed."""

    def __init__(self) -> None:
        self.offered: Offered = lambda _principal: []


kinds = Kinds()
