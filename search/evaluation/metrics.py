"""Figures of a ranking: how much of what is relevant stands at its top."""

import math
from collections.abc import Mapping, Sequence

TOP = 10


def ndcg(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """Gain of the first ten, discounted by rank, against the best possible order (0 to 1)."""
    gains = [relevance.get(name, 0) for name in ranking[:TOP]]
    ideal = sorted(relevance.values(), reverse=True)[:TOP]
    return _discounted(gains) / _discounted(ideal)


def recall(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """Share of the relevant, of ten at most, that stands in the first ten."""
    found = sum(name in relevance for name in ranking[:TOP])
    return found / min(len(relevance), TOP)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))
