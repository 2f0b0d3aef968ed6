"""What was written before the product listened, or by other ways than its own, is read too."""

from datetime import timedelta
from typing import Final

from crm.knowledge.hearing.reading import heard
from crm.knowledge.mining.recording import GONE, NOTED
from crm.knowledge.mining.service import DAYS
from kernel import clock
from kernel.batch import WriteBatch
from kernel.transaction import UnitOfWork

AT_ONCE: Final = 500

_ACTIVITIES: Final = """
SELECT a.id, a.text, a.happened_at FROM activity a
WHERE a.tenant_id = $1 AND a.happened_at > $2 AND a.deleted_at IS NULL
    AND ($3::uuid IS NULL OR a.id > $3)
ORDER BY a.tenant_id, a.id LIMIT 500
"""


async def mine_again(uow: UnitOfWork) -> None:
    """Every visit of the days that are counted, in the unit's workspace."""
    after, since = None, clock.now() - timedelta(days=DAYS)
    while True:
        rows = await uow.fetch(_ACTIVITIES, uow.tenant_id, since, after)
        for row in rows:
            found = heard(row["text"])
            whose = {"tenant_id": uow.tenant_id, "record_id": row["id"]}
            batch = WriteBatch()
            kept = [f"{one.kind}:{one.topic}" for one in found]
            batch.add(f"{GONE} RETURNING 1", **whose, kept=kept)
            if found:
                batch.add(
                    NOTED,
                    **whose,
                    at=row["happened_at"],
                    kinds=[one.kind for one in found],
                    topics=[one.topic for one in found],
                )
            await batch.run(uow)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1]["id"]
