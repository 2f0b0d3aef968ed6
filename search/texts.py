"""The texts that were found: their record, their writer, and which of the named they hang on."""

from uuid import UUID

from crm.records.types import Row
from kernel.transaction import UnitOfWork

_TEXTS = """
SELECT k.id, k.record_id, k.record_type, r.title, k.text,
    CASE WHEN k.attachment_id IS NULL THEN '' ELSE k.title END AS file,
    coalesce(nullif(m.name, ''), p.name, '') AS by_name, ARRAY(
        SELECT l.to_id FROM link l WHERE l.tenant_id = $1 AND l.from_id = k.record_id
        AND l.to_id = ANY($3::uuid[])) AS linked
FROM chunk k
JOIN record r ON r.tenant_id = $1 AND r.id = k.record_id
LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = k.owner_id
LEFT JOIN person p ON p.id = m.person_id
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[])
"""


async def texts_of(
    uow: UnitOfWork, tenant_id: UUID | None, ids: list[UUID], named: list[UUID]
) -> list[Row]:
    """In the order of `ids`; what is gone meanwhile is left out."""
    rows = {row["id"]: row for row in await uow.fetch(_TEXTS, tenant_id, ids, named)}
    return [rows[one] for one in ids if one in rows]
