"""Where neighbours join in when a piece of knowledge is published."""

from collections.abc import Awaitable, Callable
from typing import Final

from crm.records.types import Row
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

# Told of the row as it was before, in the same transaction.
Hear = Callable[[UnitOfWork, Principal, Row], Awaitable[None]]
published: Final[list[Hear]] = []
