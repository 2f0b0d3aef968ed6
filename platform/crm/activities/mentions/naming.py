"""Who is meant by "@Anna" and "@李娜": the longest name that stands there, if one alone has it."""

import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from crm.records.people import Named

# Not in an address of mail.
_AT: Final = re.compile(r"(?<![A-Za-z0-9_.+-])[@＠]\s?")
_WORD: Final = re.compile(r"[^\W\u2e80-\u9fff]")


def calls(text: str) -> bool:
    """Whether somebody may be named at all."""
    return _AT.search(text) is not None


def mentioned(text: str, members: Iterable[Named]) -> list[UUID]:
    """The active members who are named, in that order, each once."""
    names = _names(members)
    longest_first = sorted(names, key=len, reverse=True)
    folded, found = text.casefold(), {}
    for at in _AT.finditer(folded):
        for name in longest_first:
            if folded.startswith(name, at.end()) and _ends(folded, at.end() + len(name)):
                if len(names[name]) == 1:
                    found.update(dict.fromkeys(names[name]))
                break
    return list(found)


def _names(members: Iterable[Named]) -> dict[str, set[UUID]]:
    """Whole names and first names; what two members share means neither."""
    names: dict[str, set[UUID]] = {}
    for one in members:
        whole = " ".join(one.name.casefold().split())
        if one.active and whole:
            for name in {whole, whole.partition(" ")[0]}:
                names.setdefault(name, set()).add(one.id)
    return names


def _ends(text: str, place: int) -> bool:
    """Chinese puts no space after a name; a Latin name ends where its word does."""
    return not (_WORD.match(text, place) and _WORD.match(text, place - 1))
