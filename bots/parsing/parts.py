"""A message about several customers, taken apart: one part for each, nothing left out."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from bots.parsing.names import match_names
from bots.parsing.parsed import World
from bots.parsing.reading import parse
from bots.parsing.wording import read

MOST: Final = 5
_LIKELY, _TOLD, _CLAUSES = 0.75, 0.6, 24
_LEAD = " \t\r\n,，.。;；、!！?？"
# Whom another customer is compared with, lost to or recommended by is no second visit.
_ASIDE = re.compile(
    r"(?:\b(?:from|than|to|like|versus|vs|by|over|with)|输给|比|像|推荐了?|介绍了?|给|和|跟)\s*$"
)


def parts(text: str, *, world: World, now: datetime, time_zone: ZoneInfo) -> list[str]:
    """Give the text for each customer in turn; the whole text where it is about one."""
    starts = _starts(text, world)
    if not 1 < len(starts) <= MOST:
        return [text]
    ends = [*starts[1:], len(text)]
    pieces = [text[a:b].strip(_LEAD) for a, b in zip(starts, ends, strict=True)]
    for piece in pieces:
        said = parse(piece, world=world, now=now, time_zone=time_zone)
        kind = said.kind.confidence if said.kind and said.kind.value != "note" else 0
        if kind < _TOLD and not (said.next_at or said.amount or said.stage or said.next_text):
            return [text]
    return pieces


def _starts(text: str, world: World) -> list[int]:
    """Find the clauses in which a customer is named who was not spoken of before."""
    wording = read(text)
    starts, meant = [0], None
    for clause in wording.clauses[:_CLAUSES] if len(wording.clauses) > 1 else ():
        firms = _firms(text[clause.start : clause.end], world)
        if not firms or meant in firms:
            continue
        if meant is not None:
            starts.append(clause.start)
        meant = firms[0]
    return starts


def _firms(clause: str, world: World) -> list[UUID]:
    wording = read(clause)
    found = [g for g in match_names(wording, world).companies if g.confidence >= _LIKELY]
    if not found or _ASIDE.search(wording.folded[: found[0].span[0]]):
        return []
    return [guess.value.id for guess in found]
