"""What waits for whoever may decide about it."""

from crm.activities.queue.ports import Load, Waiting
from crm.records.scope import visible
from crm.records.types import RecordType
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork


def undecided(kind: RecordType, where: str) -> Load:
    """The records of a type for which this holds, the longest waiting first.

    Who may give them away decides about them; `where` speaks of the row as `x`.
    """

    async def load(uow: UnitOfWork, me: Principal, most: int) -> list[Waiting]:
        args = Args(me.tenant_id)
        mine = visible(me, args, "x", of=kind, action="transfer")
        sql = f"""
            SELECT x.id, r.title, x.updated_at FROM {kind.table} x
            JOIN record r ON r.tenant_id = $1 AND r.id = x.id
            WHERE x.tenant_id = $1 AND x.deleted_at IS NULL AND {where} AND {mine}
            ORDER BY x.tenant_id, x.updated_at, x.id LIMIT {most}
        """
        return [
            Waiting(record_type=kind.name, record_id=r["id"], title=r["title"], at=r["updated_at"])
            for r in await uow.fetch(sql, *args.values)
        ]

    return load
