"""Slips of the pen: words of the workspace that are near to one which nobody wrote there."""

from uuid import UUID

from rapidfuzz.distance import DamerauLevenshtein

from kernel.transaction import UnitOfWork
from search.text.naming import MARK, is_marked

MIN_WORD = 4
LONG_WORD = 8
MAX_SLIPS = 3
SLIP_WEIGHT = 0.7

_ABSENT = """
SELECT q.term FROM unnest($2::text[]) AS q (term)
WHERE NOT EXISTS (SELECT 1 FROM search_term s WHERE s.tenant_id = $1 AND s.term = q.term)
"""
_NEIGHBOURS = """
SELECT t.term, t.df FROM term_stats t
WHERE t.tenant_id = $1 AND t.term >= $2 AND t.term < $3 AND t.df > 0
  AND length(t.term) BETWEEN $4 AND $5
LIMIT 5000
"""


async def slips(uow: UnitOfWork, tenant_id: UUID, unknown: list[str]) -> dict[str, dict[str, int]]:
    """Of words that the statistics lack: the words near them, with how often each is written."""
    typed = [term for term in unknown if _correctable(term)][:MAX_SLIPS]
    absent = await uow.fetch(_ABSENT, tenant_id, typed) if typed else []
    found = {row["term"]: await _neighbours(uow, tenant_id, row["term"]) for row in absent}
    return {term: near for term, near in found.items() if near}


def _correctable(term: str) -> bool:
    term = term.removeprefix(MARK)
    return len(term) >= MIN_WORD and term.isascii() and term.isalpha()


async def _neighbours(uow: UnitOfWork, tenant_id: UUID, word: str) -> dict[str, int]:
    slips = 2 if len(word) >= LONG_WORD else 1
    # A word of a name may have been meant as another word of a name.
    begin = word[:2] if is_marked(word) else word[:1]
    rows = await uow.fetch(
        _NEIGHBOURS,
        tenant_id,
        begin,
        begin[:-1] + chr(ord(begin[-1]) + 1),
        len(word) - slips,
        len(word) + slips,
    )
    near = []
    for row in rows:
        distance = DamerauLevenshtein.distance(word, row["term"], score_cutoff=slips)
        if distance <= slips:
            near.append((distance, -int(row["df"]), row["term"]))
    return {term: -negative for _, negative, term in sorted(near)[:3]}
