"""Another model: it reads everything anew beside the one before, whose vectors then go."""

from uuid import UUID

from kernel.transaction import UnitOfWork

# Two probes of the primary key, for it begins with the workspace and the model.
_BEFORE = """
(SELECT e.model_id FROM embedding e WHERE e.tenant_id = $1 AND e.model_id < $2
 ORDER BY e.tenant_id DESC, e.model_id DESC LIMIT 1)
UNION ALL
(SELECT e.model_id FROM embedding e WHERE e.tenant_id = $1 AND e.model_id > $2
 ORDER BY e.tenant_id, e.model_id LIMIT 1)
"""
# Even what the model before could not read; not what the present one has failed at.
_UNREAD = """
UPDATE chunk k SET embedded_at = NULL, embed_failures = 0
WHERE k.tenant_id = $1 AND k.id = ANY(ARRAY(
    SELECT u.id FROM embedding o JOIN chunk u ON u.tenant_id = $1 AND u.id = o.chunk_id
    WHERE o.tenant_id = $1 AND (o.model_id < $2 OR o.model_id > $2)
    AND u.embedded_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM embedding e WHERE e.tenant_id = $1 AND e.model_id = $2
        AND e.chunk_id = u.id AND e.text_hash = u.text_hash)
    LIMIT $3))
"""
_DROP = """
DELETE FROM embedding e WHERE e.tenant_id = $1 AND (e.model_id < $2 OR e.model_id > $2)
AND e.chunk_id = ANY(ARRAY(
    SELECT o.chunk_id FROM embedding o
    WHERE o.tenant_id = $1 AND (o.model_id < $2 OR o.model_id > $2) LIMIT $3))
"""


async def models_before(uow: UnitOfWork, tenant_id: UUID, model_id: str) -> list[str]:
    """The other models whose vectors this workspace still has; none but while it changes."""
    return [row["model_id"] for row in await uow.fetch(_BEFORE, tenant_id, model_id)]


async def change(uow: UnitOfWork, tenant_id: UUID, model_id: str, *, limit: int = 1_000) -> bool:
    """One step towards `model_id`, when no text waits for it; whether there is another to take.

    The vectors of the model before stay, and are asked, until every text was read anew.
    """
    if not await models_before(uow, tenant_id, model_id):
        return False
    if await uow.execute(_UNREAD, tenant_id, model_id, limit):
        return True
    return await uow.execute(_DROP, tenant_id, model_id, limit) > 0
