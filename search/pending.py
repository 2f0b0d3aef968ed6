"""What still has no vector, and putting vectors beside the texts they were made of."""

from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork
from search.dense.client import as_text
from search.dense.encoder import Meaning
from search.dense.models import MAX_UNKNOWN

AT_ONCE = 32

_PENDING = """
SELECT k.id, k.title, k.text, k.text_hash FROM chunk k
WHERE k.tenant_id = $1 AND k.embedded_at IS NULL AND k.embed_failures < 3
ORDER BY k.tenant_id, k.id LIMIT $2
"""
# Only if the text is still the one that was understood; a newer one waits for its turn.
_KEEP = """
WITH made AS (
    SELECT m.id, m.text_hash, m.vector
    FROM unnest($3::uuid[], $4::bytea[], $5::text[]) AS m (id, text_hash, vector)),
current AS (
    UPDATE chunk k SET embedded_at = now() FROM made
    WHERE k.tenant_id = $1 AND k.id = made.id AND k.text_hash = made.text_hash
    RETURNING k.id, made.text_hash, made.vector)
INSERT INTO embedding AS e (tenant_id, model_id, chunk_id, vector, text_hash)
SELECT $1::uuid, $2::text, current.id, current.vector::vector, current.text_hash FROM current
ON CONFLICT (tenant_id, model_id, chunk_id)
DO UPDATE SET vector = excluded.vector, text_hash = excluded.text_hash
"""
_FAILED = """
UPDATE chunk k SET embed_failures = k.embed_failures + 1
WHERE k.tenant_id = $1 AND k.id = ANY($2::uuid[])
"""


class Pending(msgspec.Struct, frozen=True):
    """A chunk whose meaning is not known yet."""

    id: UUID
    title: str
    text: str
    text_hash: bytes

    @property
    def said(self) -> str:
        """What the model reads: a short note means more with its title before it."""
        return f"{self.title}\n{self.text}" if self.title else self.text


async def pending(uow: UnitOfWork, tenant_id: UUID, *, limit: int = AT_ONCE) -> list[Pending]:
    rows = await uow.fetch(_PENDING, tenant_id, limit)
    return [Pending(*row) for row in rows]


async def keep(
    uow: UnitOfWork, tenant_id: UUID, model_id: str, texts: list[Pending], meanings: list[Meaning]
) -> None:
    """Store the vectors; a text that the model could not place is tried twice more."""
    known = list(zip(texts, meanings, strict=True))
    read = [(t, m) for t, m in known if m.vector or m.unknown > MAX_UNKNOWN]
    await uow.execute(
        _KEEP,
        tenant_id,
        model_id,
        [text.id for text, _ in read],
        [text.text_hash for text, _ in read],
        [_readable(meaning) for _, meaning in read],
    )
    if failed := [t.id for t, m in known if m.vector is None and m.unknown <= MAX_UNKNOWN]:
        await uow.execute(_FAILED, tenant_id, failed)


def _readable(meaning: Meaning) -> str | None:
    """A script that the model cannot read would only make noise: it is left to the words."""
    if meaning.vector is None or meaning.unknown > MAX_UNKNOWN:
        return None
    return as_text(meaning.vector)
