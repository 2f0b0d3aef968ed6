"""Two rankings become one: by words and by meaning, by rank and never by score."""

from collections.abc import Iterable
from itertools import chain, repeat
from uuid import UUID

import msgspec

from search.lexical.query import Hit

# Reciprocal rank fusion, far below the customary 60: what a leg puts first counts.
K = 5


class Fused(msgspec.Struct):
    """A record with its best chunk, and the sum of what its ranks are worth."""

    record_id: UUID
    record_type: str
    chunk_id: UUID
    score: float = 0.0


def fuse(*rankings: Iterable[Hit], weights: Iterable[float] = ()) -> list[Fused]:
    """Records in the order of their fused ranks; a record counts once per ranking.

    `weights` are what the rankings count for, the first ones first; the others count one.
    """
    found: dict[UUID, Fused] = {}
    for ranking, weight in zip(rankings, chain(weights, repeat(1.0)), strict=False):
        seen: set[UUID] = set()
        for hit in ranking:
            if hit.record_id in seen:
                continue
            seen.add(hit.record_id)
            entry = found.setdefault(
                hit.record_id, Fused(hit.record_id, hit.record_type, hit.chunk_id)
            )
            entry.score += weight / (K + len(seen))
    return sorted(found.values(), key=lambda entry: -entry.score)
