"""What means the same stands together: average linkage over words and, where there is one, a model.

Sokal and Michener, 1958. Words weigh by how rare they are among all that was said.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Two groups become one while their members are so alike on average.
ALIKE: Final = 0.14
# Cosines of a model: below the first two sentences have nothing in common.
FAR, SAME = 0.35, 0.85
FEWEST: Final = 2


class Utterance(msgspec.Struct, frozen=True):
    """Its words, and its meaning as a vector of length one; none where no model reads it."""

    words: frozenset[str]
    vector: Sequence[float] | None = None


def clustered(said: list[Utterance]) -> list[list[int]]:
    """Places of what stands together, the largest group first; what stands alone is left out."""
    if len(said) < FEWEST:
        return []
    near = _by_words(said)
    _by_meaning(said, near)
    found = [sorted(group) for group in _linked(near) if len(group) >= FEWEST]
    return sorted(found, key=lambda group: (-len(group), group))


def _by_words(said: list[Utterance]) -> "NDArray[Any]":
    """The cosine of each two by the words that they share."""
    import numpy as np  # noqa: PLC0415 -- web processes never cluster

    often = Counter(word for one in said for word in one.words)
    places = {word: place for place, word in enumerate(often)}
    rows = np.zeros((len(said), max(len(places), 1)), dtype=np.float32)
    for row, one in zip(rows, said, strict=True):
        for word in one.words:
            row[places[word]] = math.log(1 + len(said) / often[word])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths > 0, lengths, 1)
    return rows @ rows.T


def _by_meaning(said: list[Utterance], near: "NDArray[Any]") -> None:
    """Where a model reads both, what it says holds if it says more than the words."""
    import numpy as np  # noqa: PLC0415 -- web processes never cluster

    read = [place for place, one in enumerate(said) if one.vector is not None]
    if not read:
        return
    rows = np.array([said[place].vector for place in read], dtype=np.float32)
    alike = np.clip((rows @ rows.T - FAR) / (SAME - FAR), 0, 1)
    both = np.ix_(read, read)
    near[both] = np.maximum(near[both], alike)


def _linked(near: "NDArray[Any]") -> list[list[int]]:
    """The nearest two become one, again and again; `sums` are over all pairs of two groups."""
    import numpy as np  # noqa: PLC0415 -- web processes never cluster

    groups: list[list[int]] = [[place] for place in range(len(near))]
    sums, sizes = near.copy(), np.ones(len(near), dtype=np.float32)
    mean = near.copy()
    np.fill_diagonal(mean, -1)
    while True:
        one, other = divmod(int(mean.argmax()), len(near))
        if mean[one, other] < ALIKE:
            return [group for group in groups if group]
        groups[one] += groups[other]
        groups[other] = []
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sizes[one] += sizes[other]
        gone = mean[one] < 0
        mean[one] = np.where(gone, -1, sums[one] / (sizes * sizes[one]))
        mean[one, [one, other]] = -1
        mean[:, one] = mean[one]
        mean[other] = mean[:, other] = -1
