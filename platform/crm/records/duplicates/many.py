"""Many records that are about to come in, each with who is there already: for imports."""

from collections.abc import Sequence

from crm.records.duplicates.hints import Hints, hints
from crm.records.types import RecordType, Row
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def find_matches(
    uow: UnitOfWork, principal: Principal, kind: RecordType, rows: Sequence[Row]
) -> list[Hints]:
    """For each row of cleaned values what its maker may be told, in the order of the rows."""
    return [await hints(uow, principal, kind, row) for row in rows]
