"""Words of a name have postings of their own, marked, beside those of the text that holds it.

Names stand in notes as well, and a firm writes more notes every day: looked for among all
postings, a name would cost more the longer a workspace is used.
"""

from collections import Counter
from typing import Final

from search.text.tokens import query_terms

# Notes are filed under the first two; the others are named in them.
BEARERS: Final = ("company", "contact", "competitor", "product")
# Stands before a word of a name; no word of a text begins so.
MARK: Final = "@"


def marked(record_type: str, title: Counter[str]) -> Counter[str]:
    """The words of a record's name; none for what is not called by its title."""
    if record_type not in BEARERS:
        return Counter()
    return Counter({MARK + term: count for term, count in title.items() if _telling(term)})


def asked_for(text: str) -> dict[str, float]:
    """The words of a text as they would stand in a name."""
    return {MARK + term: weight for term, weight in query_terms(text).items() if _telling(term)}


def is_marked(term: str) -> bool:
    return term.startswith(MARK)


def _telling(term: str) -> bool:
    """Single Chinese characters stand everywhere; pairs and words tell names."""
    return len(term) > 1 or term.isascii()
