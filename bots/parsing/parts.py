"""A message about several customers, taken apart: one part for each, nothing left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bots.parsing.names import match_names
from bots.parsing.parsed import Span, World
from bots.parsing.reading import parse
from bots.parsing.turning import Lead, is_about_all, is_aside, is_said_of, turns, without_link
from bots.parsing.unknown import find_company
from bots.parsing.wording import Wording, read

MOST: Final = 8
_LIKELY, _MEANT, _FRESH, _TOLD, _SEGMENTS = 0.75, 0.4, 0.6, 0.6, 40
_LOOSE = " \t\r\n,，.。;；、!！?？"
_MARK = re.compile(r"[.。;；!！\n]\s*$")
_AT = re.compile(r"\s*(?:at|from|of|@|的|,|\(|（)?\s*(?:the )?", re.IGNORECASE)
_STRANGER = re.compile(r"(?:[A-Z][\w'-]+ )+(?:at|from|of) $")
_NEXT_NUMBER = re.compile(r"\s\d{1,2}[、.)]?\s*$")
_MEAL = re.compile(r"\b(?:lunch|dinner|coffee|breakfast) (?:at|in)\s*$")


@dataclass(slots=True)
class _Customer:
    """One who is named: where the words about them begin, where the name begins and ends."""

    start: int
    name: int
    end: int
    last: int
    lead: Lead
    firms: frozenset[str]
    meant: frozenset[str]
    alone: bool
    at_firm: bool
    listed: bool = False
    doubtful: bool = False


def parts(text: str, *, world: World, now: datetime, time_zone: ZoneInfo) -> list[str]:
    """Give the text for each customer in turn; the whole text where it is about one."""
    wording = read(text)
    found = _turned_to(wording.text, list(_named(wording, world)))
    if not 1 < len(found) <= MOST:
        return [text]
    pieces = _pieces(text, found)
    for customer, piece in list(zip(found, pieces, strict=True))[1:]:
        if customer.doubtful and not _tells(piece, world, now, time_zone):
            return [text]
    return pieces


def _named(wording: Wording, world: World) -> Iterator[_Customer]:
    """Find whom each stretch of the text names first."""
    starts = sorted({0, *(c.start for c in wording.clauses), *turns(wording.folded)})
    for start, end in list(pairwise([*starts, len(wording.text)]))[:_SEGMENTS]:
        named = _first(wording.text[start:end], start, world)
        if named is not None:
            yield named


def _first(text: str, start: int, world: World) -> _Customer | None:
    wording = read(text)
    names = match_names(wording, world)
    likely = [guess for guess in names.companies if guess.confidence >= _LIKELY]
    if likely:
        span = min(guess.span for guess in likely)
        firms = frozenset(str(guess.value.id) for guess in likely if guess.span == span)
        last = max(guess.span for guess in likely)
    else:
        fresh = None if names.companies else find_company(wording, ())
        if fresh is None or fresh.confidence < _FRESH or _MEAL.search(text[: fresh.span[0]]):
            return None
        span, firms = fresh.span, frozenset([fresh.value.casefold()])
        last = span
    people = [guess.span for guess in names.contacts if guess.confidence >= _MEANT]
    named = _named_at(text, span, people)
    return _Customer(
        start=start,
        name=start + named,
        end=start + _named_until(text, span, people),
        last=start + last[1],
        lead=Lead(text[:named]),
        firms=firms,
        meant=firms | {str(g.value.id) for g in names.companies if g.confidence >= _MEANT},
        alone=span in people,
        at_firm=named < span[0],
    )


def _named_at(text: str, firm: Span, people: list[Span]) -> int:
    """Where the naming begins: with the person before the firm, if there is one."""
    before = [one for one in people if one[1] <= firm[0] and _AT.fullmatch(text[one[1] : firm[0]])]
    if before:
        return min(before)[0]
    stranger = _STRANGER.search(text[: firm[0]])
    return stranger.start() if stranger else firm[0]


def _named_until(text: str, firm: Span, people: list[Span]) -> int:
    """Where it ends: with the person after the firm, as in 华联王总."""
    after = [one for one in people if one[0] >= firm[1] and not text[firm[1] : one[0]].strip("的 ")]
    return max((one[1] for one in after), default=firm[1])


def _turned_to(text: str, named: list[_Customer]) -> list[_Customer]:
    """Keep those whom the speaker turned to: not the same again, not one mentioned beside."""
    found: list[_Customer] = []
    beside = 0
    for one in named:
        before = found[-1] if found else None
        if before is not None and before.firms & one.meant:
            continue
        if before is None:
            turned = not is_aside(one.lead.text)
        else:
            turned = _turns(text, before, one, beside)
        if before and before.listed and not turned and one.lead.joins:
            # In "Hualian, Delta and Crestline are cheaper" neither of the two was visited.
            found = [each for each in found if not (each.listed and each.end >= beside)]
        if turned:
            found.append(one)
        if not turned or one.last > one.end:
            beside = one.last
    return found


def _turns(text: str, before: _Customer, one: _Customer, beside: int) -> bool:
    lead, after = one.lead, text[one.end :]
    if lead.lists(after) and not text[max(before.end, beside) : one.start].strip(_LOOSE):
        one.listed = beside <= before.end and bool(before.listed or before.lead.verb)
        return one.listed
    if not lead.turns(after):
        return False
    if lead.verb or lead.links:
        return True
    if not lead.is_topic:
        # 王总和鼎盛陈总一起来: both at one table; a new clause with 跟鼎盛陈总通了电话 is a turn.
        return text[one.start - 1] in _LOOSE
    if lead.joins and (beside > before.end or not after.strip(_LOOSE)):
        return False
    one.doubtful = not (
        is_said_of(after)
        or lead.time
        or (one.at_firm and lead.joins and before.lead.verb)
        or (not lead.joins and _MARK.search(text[: one.start]))
    )
    return not one.alone


def _tells(piece: str, world: World, now: datetime, time_zone: ZoneInfo) -> bool:
    """Whether something is said of them."""
    said = parse(piece, world=world, now=now, time_zone=time_zone)
    kind = said.kind.confidence if said.kind and said.kind.value != "note" else 0
    return kind >= _TOLD or any((said.next_at, said.amount, said.stage, said.next_text))


def _pieces(text: str, found: list[_Customer]) -> list[str]:
    """Give each its words; what was said for all of them is said of each."""
    ends = [*(one.start for one in found[1:]), len(text)]
    shared = _for_all(text[found[-1].end :])
    pieces, verb, day = [], "", ""
    for index, (one, end) in enumerate(zip(found, ends, strict=True)):
        own = _trimmed(text[one.start if index else 0 : end])
        if index and verb and not (one.lead.verb or one.lead.is_place):
            time = one.lead.time or day
            did = verb[0].lower() + verb[1:] if time else verb
            own = _after(time, did + _trimmed(text[one.name : end]))
        elif index:
            same = not one.lead.day and (one.lead.links or not _MARK.search(text[: one.start]))
            own = _after(day if same else "", without_link(own))
        if shared and index + 1 < len(found):
            own = _joined([own, shared])
        pieces.append(own)
        verb, day = one.lead.verb or verb, one.lead.day or day
    return pieces


def _trimmed(words: str) -> str:
    return _NEXT_NUMBER.sub("", words).strip(_LOOSE)


def _for_all(rest: str) -> str:
    clauses = [rest[clause.start : clause.end].strip(_LOOSE) for clause in read(rest).clauses]
    return _joined([clause for clause in clauses if is_about_all(clause)])


def _joined(clauses: list[str]) -> str:
    return (", " if "".join(clauses).isascii() else "，").join(clauses)


def _after(time: str, words: str) -> str:
    return f"{time} {words}" if time and time.isascii() else time + words
