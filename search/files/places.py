"""Where the parts of a record's files stand among its chunks: below zero, each file in its own row.

The number of a part is of a record's chunks alone, for the version before tells them apart by it.
"""

from typing import Final
from uuid import UUID

from kernel.transaction import UnitOfWork
from search.chunking import MAX_PARTS
from search.indexing import LEAST_SMALL

ROWS: Final = -LEAST_SMALL // MAX_PARTS

_TAKEN = """
SELECT DISTINCT c.attachment_id, (c.part - $3::int) / $4::int AS place FROM chunk c
WHERE c.tenant_id = $1 AND c.record_id = $2 AND c.part < 0
"""


async def first_part(
    uow: UnitOfWork, tenant_id: UUID, record_id: UUID, file_id: UUID
) -> int | None:
    """The number of a file's first part, the record being held; None where all rows are taken."""
    rows = await uow.fetch(_TAKEN, tenant_id, record_id, LEAST_SMALL, MAX_PARTS)
    taken = {row["place"] for row in rows}
    own = [row["place"] for row in rows if row["attachment_id"] == file_id]
    place = own[0] if own else next((n for n in range(ROWS) if n not in taken), None)
    return None if place is None else LEAST_SMALL + place * MAX_PARTS
