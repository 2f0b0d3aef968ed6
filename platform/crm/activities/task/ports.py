"""How a planned contact that took place becomes a record: told by the activities."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from crm.records.types import Row
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

Record = Callable[[UnitOfWork, Principal, Row, str], Awaitable[UUID | None]]


async def _nothing(_uow: UnitOfWork, _principal: Principal, _task: Row, _text: str) -> None:
    return None


class Happened:
    """Filled once, where the product is composed."""

    def __init__(self) -> None:
        self.record: Record = _nothing


happened = Happened()
