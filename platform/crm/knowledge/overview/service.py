"""How much is known, by kind, as the reader sees it."""

from typing import Final

import msgspec

from crm.knowledge.item.model import KNOWLEDGE
from crm.records.scope import visible
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

_KNOWN: Final = """
SELECT k.kind, count(*) AS many FROM knowledge_item k
WHERE k.tenant_id = $1 AND k.state = 'published' AND k.deleted_at IS NULL AND {scope}
GROUP BY k.kind
"""


class Known(msgspec.Struct, frozen=True):
    """How many pieces of a kind are published."""

    kind: str
    many: int


async def known(uow: UnitOfWork, me: Principal) -> list[Known]:
    """The most first."""
    args = Args(me.tenant_id)
    sql = _KNOWN.format(scope=visible(me, args, "k", of=KNOWLEDGE))
    rows = [Known(row["kind"], row["many"]) for row in await uow.fetch(sql, *args.values)]
    return sorted(rows, key=lambda one: (-one.many, one.kind))
