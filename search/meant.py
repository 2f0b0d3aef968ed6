"""What may have been meant, told in words that stand in the texts which the asker was shown."""

from uuid import UUID

from crm.records.types import Row
from kernel.transaction import UnitOfWork
from search.text.folding import fold
from search.text.sounds import sound_of
from search.text.tokens import is_unspaced, tokens

# The best of what was found tell what was meant.
READ = 8
MOST_PAIRS = 24

_SOUNDING = """
SELECT s.sound, s.term FROM term_sound s WHERE s.tenant_id = $1 AND s.sound = ANY($2::text[])
LIMIT 200
"""


async def meant(
    uow: UnitOfWork, tenant_id: UUID, q: str, slips: dict[str, list[str]], texts: list[Row]
) -> str:
    """The question with its slips mended; empty where there is none, or nothing seen to mend it.

    Chinese is typed as it sounds: a pair that none of the texts has may be another of its sound.
    """
    folded = fold(q)
    read = [fold(f"{row['title']}\n{row['text']}") for row in texts[:READ]]
    sounding = await _sounding(uow, tenant_id, folded, read)
    letters = list(folded)
    for token in tokens(folded):
        if token.term in slips:
            said = _as_written(slips[token.term], read)
            if said:
                letters[token.start : token.end] = [said, *[""] * (token.end - token.start - 1)]
        elif token.term in sounding:
            letters[token.start : token.end] = sounding[token.term]
    told = "".join(letters)
    return told if told != folded else ""


def _as_written(near: list[str], read: list[str]) -> str:
    """The word itself, for the index keeps stems."""
    for term in near:
        for text in read:
            for token in tokens(text):
                if token.term == term:
                    return text[token.start : token.end]
    return ""


async def _sounding(
    uow: UnitOfWork, tenant_id: UUID, folded: str, read: list[str]
) -> dict[str, str]:
    pairs = {
        token.term: ""
        for token in tokens(folded)
        if len(token.term) > 1
        and is_unspaced(token.term)
        and not any(token.term in text for text in read)
    }
    sounds = {pair: sound_of(pair) for pair in list(pairs)[:MOST_PAIRS]}
    if not sounds or not read:
        return {}
    rows = await uow.fetch(_SOUNDING, tenant_id, list(sounds.values()))
    return {
        pair: row["term"]
        for pair, sound in sounds.items()
        for row in rows
        if row["sound"] == sound and any(row["term"] in text for text in read)
    }
