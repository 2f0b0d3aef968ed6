"""How much each word of a question weighs in this workspace, slips of the pen forgiven."""

import math
from collections import Counter
from uuid import UUID

import msgspec

from kernel.transaction import UnitOfWork
from search.lexical.slips import SLIP_WEIGHT, slips
from search.text.sounds import pairs_heard
from search.text.tokens import is_unspaced, weight_of

# Chosen on labelled sets; the index stores raw counts, so they may change at any time.
K1, B = 0.9, 0.4
# Chinese, where single characters are terms: how often one stands in a text says less.
K1_HAN, B_HAN = 0.6, 0.3
# What has all the words of a question counts for twice what the words come to.
COVERAGE = 1.0
BUDGET = 5_000
BUDGET_SHARE = 0.3
AT_LEAST = 2

HEARD_WEIGHT = 0.7
MOST_HEARD = 64

_KNOWN = """
SELECT t.term, t.df, 0 AS length FROM term_stats t
WHERE t.tenant_id = $1 AND t.term = ANY($2::text[])
UNION ALL
SELECT NULL, o.chunks, o.length FROM search_totals o WHERE o.tenant_id = $1
"""
_SOUNDING = """
SELECT s.sound, s.term FROM term_sound s WHERE s.tenant_id = $1 AND s.sound = ANY($2::text[])
LIMIT $3
"""
_COMPLETIONS = """
SELECT t.term, t.df FROM term_stats t
WHERE t.tenant_id = $1 AND t.term >= $2 AND t.term < $3 AND t.df > 0
ORDER BY t.tenant_id, t.df DESC LIMIT 8
"""


class Weighed(msgspec.Struct, frozen=True):
    """Terms with their final weights: `rare` ones gather candidates, `common` ones add to them.

    `covers` are the shares of the question that its words make up, 1 together.
    """

    rare: dict[str, float]
    common: dict[str, float]
    ka: float
    kb: float
    total: float
    covers: dict[str, float] = {}
    # How many texts the workspace has, as far as the statistics know.
    chunks: int = 0
    # Words that nobody wrote here, and those that may have been meant, the nearest first.
    slips: dict[str, list[str]] = {}

    @property
    def terms(self) -> dict[str, float]:
        return self.rare | self.common


async def weigh(
    uow: UnitOfWork,
    tenant_id: UUID,
    asked: dict[str, float],
    *,
    also: dict[str, float] | None = None,
    unfinished: str = "",
) -> Weighed:
    """`also` are terms that nobody typed, so no slips are looked for in them.

    `unfinished` is the last word of somebody still typing: it stands for what begins so.
    """
    typed, also = asked, also or {}
    known: dict[str, int] = {}
    chunks = length = 0
    for row in await uow.fetch(_KNOWN, tenant_id, [*asked, *also]):
        if row["term"] is None:
            chunks, length = int(row["df"]), int(row["length"])
        else:
            known[row["term"]] = int(row["df"])
    near = await slips(uow, tenant_id, [term for term in asked if known.get(term, 0) < 1])
    for terms in near.values():
        known |= terms
        asked = asked | dict.fromkeys(terms, SLIP_WEIGHT / math.sqrt(len(terms)))
    if unfinished and (begun := await _completed(uow, tenant_id, unfinished, known)):
        asked = begun | asked
        # A word that is not typed to its end is no slip.
        near = {term: terms for term, terms in near.items() if not unfinished.startswith(term)}
    k1, b = (K1_HAN, B_HAN) if any(map(is_unspaced, asked)) else (K1, B)
    idfs = {term: _idf(known.get(term, 1), chunks) for term in also | asked}
    weights = {term: weight * idfs[term] * (k1 + 1) for term, weight in (also | asked).items()}
    rare, common = _split(weights, known, chunks)
    average = length / chunks if chunks and length > 0 else 1.0
    return Weighed(
        rare,
        common,
        k1 * (1 - b),
        k1 * b / average,
        sum(weights[term] for term in asked),
        _covers(typed, idfs),
        chunks,
        {term: list(terms) for term, terms in near.items()},
    )


def _covers(typed: dict[str, float], idfs: dict[str, float]) -> dict[str, float]:
    """Of what was typed; pairs of characters would count their characters twice."""
    words = [term for term in typed if weight_of(term) == 1]
    total = sum(idfs[term] for term in words) or 1.0
    return {term: idfs[term] / total for term in words}


async def heard(uow: UnitOfWork, tenant_id: UUID, text: str) -> dict[str, float]:
    """Terms that sound as a text that is typed in pinyin; none for any other."""
    sounds = pairs_heard(text)
    if not sounds:
        return {}
    rows = await uow.fetch(_SOUNDING, tenant_id, sounds, MOST_HEARD)
    alike = Counter(row["sound"] for row in rows)
    return {row["term"]: HEARD_WEIGHT / math.sqrt(alike[row["sound"]]) for row in rows}


async def _completed(
    uow: UnitOfWork, tenant_id: UUID, start: str, known: dict[str, int]
) -> dict[str, float]:
    rows = await uow.fetch(_COMPLETIONS, tenant_id, start, start + "\U0010ffff")
    known |= {row["term"]: int(row["df"]) for row in rows}
    return {row["term"]: 1 / math.sqrt(len(rows)) for row in rows}


def _idf(df: int, chunks: int) -> float:
    """The statistics lag a little behind: a term they do not know stands in one chunk."""
    df = max(df, 1)
    return math.log(1 + (max(chunks, df) - df + 0.5) / (df + 0.5))


def _split(
    weights: dict[str, float], known: dict[str, int], chunks: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Rarest first, as long as the postings to read stay within the budget."""
    budget = max(BUDGET, BUDGET_SHARE * chunks)
    rare: dict[str, float] = {}
    read = 0
    for term in sorted(weights, key=lambda term: known.get(term, 1)):
        read += known.get(term, 1)
        if read > budget and len(rare) >= AT_LEAST:
            break
        rare[term] = weights[term]
    return rare, {term: weight for term, weight in weights.items() if term not in rare}
