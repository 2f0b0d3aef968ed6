"""A vector index of its own for each workspace that is too large for an exact scan."""

from hashlib import blake2b
from typing import Final
from uuid import UUID

import msgspec

# By its index a question takes less from some ten thousand vectors on, the more so where others
# ask as well; below that an exact scan does, and an index has its upkeep.
LARGE: Final = 10_000
# A workspace that shrinks keeps its index down to here, lest it come and go.
SMALL_AGAIN: Final = 7_500
PREFIX: Final = "ann_"


class Wanted(msgspec.Struct, frozen=True):
    """The index of one workspace and one model; every other row is left out of it."""

    tenant_id: UUID
    model_id: str

    @property
    def name(self) -> str:
        model = blake2b(self.model_id.encode(), digest_size=6).hexdigest()
        return f"{PREFIX}{self.tenant_id.hex}_{model}"

    def statement(self, partition: str) -> str:
        """On the partition that has the workspace's rows: the parent takes none concurrently."""
        model = self.model_id.replace("'", "''")
        return (
            f"CREATE INDEX CONCURRENTLY {self.name} ON {partition}"
            f" USING hnsw (vector vector_ip_ops) WHERE tenant_id = '{UUID(str(self.tenant_id))}'"
            f" AND model_id = '{model}' AND vector IS NOT NULL"
        )
