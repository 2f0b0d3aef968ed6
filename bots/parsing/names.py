"""Whom the sentence means, among those the speaker may see; never sure when two are close."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bots.parsing.latin import Hit, Pool, latin_hits
from bots.parsing.parsed import Candidate, Guess, Span, World
from bots.parsing.surnames import ANY_TITLE, EVERYDAY_ZH, SURNAME_TITLE, SURNAMES
from bots.parsing.wording import Wording
from crm.records.naming.folding import HAN
from crm.records.naming.keys import Keys, keys_of, sound

_HAN_CHAR = re.compile(f"[{HAN}]")
_MANY_HAVE = frozenset(SURNAMES) | {""}
_WHOLE, _LEVEL = 99.0, 4.0
_CLOSE, _CAP, _KEPT = 5.0, 0.84, 8
_AT_COMPANY, _ELSEWHERE, _SURE_COMPANY = 13.0, -14.0, 70.0


@dataclass(frozen=True, slots=True)
class Matches:
    """Companies and contacts by likelihood, best first."""

    companies: tuple[Guess[Candidate], ...]
    contacts: tuple[Guess[Candidate], ...]


class _Sounds:
    """The Han characters of a text by their sound, to hear through a wrong character."""

    def __init__(self, folded: str) -> None:
        self.places = [m.start() for m in _HAN_CHAR.finditer(folded)]
        words = [(sound(folded[place]) or ("?",))[0] for place in self.places]
        self.starts, parts, at = {}, [], 0
        for index, word in enumerate(words):
            self.starts[at] = index
            parts.append(word)
            at += len(word) + 1
        self.line = " ".join(parts) + " "

    def find(self, syllables: tuple[str, ...]) -> Span | None:
        wanted = " ".join(syllables) + " "
        at = self.line.find(wanted)
        while at >= 0:
            index = self.starts.get(at)
            if index is not None:
                first, last = self.places[index], self.places[index + len(syllables) - 1]
                if last - first == len(syllables) - 1:
                    return first, last + 1
            at = self.line.find(wanted, at + 1)
        return None


def _across_words(folded: str, span: Span) -> bool:
    """Tell whether a likeness in sound begins or ends in the middle of an everyday word."""
    start, end = span
    return (
        folded[max(0, start - 1) : start + 1] in EVERYDAY_ZH
        or folded[end - 1 : end + 1] in EVERYDAY_ZH
    )


def _han_hits(folded: str, sounds: _Sounds, keys: Keys) -> Iterator[Hit]:
    for key, points in keys.han:
        at = folded.find(key)
        if at >= 0:
            yield Hit(points, (at, at + len(key)), exact=True)
            return
    for key, points in keys.han:
        if len(key) > 1 and points > 85:  # noqa: PLR2004
            span = sounds.find(sound(key))
            if span and not _across_words(folded, span):
                yield Hit(points - 12 if len(key) > 2 else points - 16, span)  # noqa: PLR2004
                return


def _titled(folded: str, rare: frozenset[str]) -> Iterator[re.Match[str]]:
    """Find 王总 and, of the surnames that few have, those that somebody here has."""
    match = SURNAME_TITLE.search(folded)
    while match:
        yield match
        # From the next character on: in 立白陈总 it is Chen and not Bai who has the title.
        match = SURNAME_TITLE.search(folded, match.start() + 1)
    if rare:
        yield from (m for m in ANY_TITLE.finditer(folded) if (m["s"] or m["s2"]) in rare)


def _titles(folded: str, rare: frozenset[str]) -> list[tuple[str, str, str, Span]]:
    """List the surnames with a title, each once where it is first said."""
    found: dict[tuple[str, str], tuple[str, str, str, Span]] = {}
    for match in _titled(folded, rare):
        surname, given = match["s"] or match["s2"], match["g"] or ""
        said = "".join(sound(surname))
        found.setdefault((surname, given), (surname, given, said, match.span()))
    return list(found.values())


def _title_hits(titles: list[tuple[str, str, str, Span]], keys: Keys) -> Iterator[Hit]:
    """Match 王总 or 王建国经理 with a contact by surname."""
    for surname, given, said, span in titles:
        if given and keys.given and given != keys.given:
            continue
        if keys.surname == surname:
            yield Hit(99 if given and given == keys.given else 84, span)
        elif keys.surname_sound and said == keys.surname_sound:
            yield Hit(74 if keys.surname else 80, span)


def _keys(candidate: Candidate) -> tuple[Keys, ...]:
    """Give the keys of a candidate's name and of its other names."""
    names = (candidate.name, *candidate.alternates)
    kind = "contact" if candidate.person else candidate.type
    return tuple(keys_of(kind, name) for name in names if name)


@lru_cache(maxsize=16)
def _keyed(candidates: tuple[Candidate, ...]) -> tuple[list[tuple[Keys, ...]], Pool]:
    """Give the keys of each candidate, and who has which: a message is read clause by clause."""
    keyed = [_keys(candidate) for candidate in candidates]
    pool: Pool = defaultdict(list)
    for index, group in enumerate(keyed):
        for keys in group:
            for key, points in keys.latin:
                if len(key) > 1:
                    pool[key].append((index, points))
    return keyed, pool


def _search(wording: Wording, candidates: tuple[Candidate, ...]) -> dict[int, Hit]:
    """Find the best mention of each candidate."""
    folded = wording.folded
    best: dict[int, Hit] = {}
    keyed, pool = _keyed(candidates)
    for index, hit in (*latin_hits(folded, pool), *_all_han_hits(folded, keyed)):
        if index not in best or hit.points > best[index].points:
            best[index] = hit
    return _shared(best)


def _all_han_hits(folded: str, keyed: list[tuple[Keys, ...]]) -> Iterator[tuple[int, Hit]]:
    if not _HAN_CHAR.search(folded):
        return
    rare = frozenset(keys.surname for group in keyed for keys in group) - _MANY_HAVE
    sounds, titles = _Sounds(folded), _titles(folded, rare)
    for index, group in enumerate(keyed):
        for keys in group:
            for hit in (*_han_hits(folded, sounds, keys), *_title_hits(titles, keys)):
                yield index, hit


def _shared(hits: dict[int, Hit]) -> dict[int, Hit]:
    """Level those that the same words name: "Delta" is Delta Chemicals and Delta Water alike."""
    lowest: dict[Span, float] = {}
    for hit in hits.values():
        if hit.exact:
            lowest[hit.span] = min(lowest.get(hit.span, _WHOLE), hit.points)
    return {
        index: replace(hit, points=min(hit.points, lowest[hit.span] + _LEVEL))
        if hit.exact and hit.points < _WHOLE
        else hit
        for index, hit in hits.items()
    }


def _longest(hits: dict[int, Hit]) -> dict[int, float]:
    """Take points from a mention that lies inside a longer and no worse one."""
    scores = {}
    for index, hit in hits.items():
        around = [
            o for o in hits.values()
            if o.span[0] <= hit.span[0] and hit.span[1] <= o.span[1]
            and o.span[1] - o.span[0] > hit.span[1] - hit.span[0]
        ]  # fmt: skip
        if any(o.exact and hit.exact for o in around):
            scores[index] = hit.points - 22
        else:
            scores[index] = hit.points - (
                14 if any(o.points >= hit.points - 8 for o in around) else 0
            )
    return scores


def _ranked(
    candidates: tuple[Candidate, ...], hits: dict[int, Hit], scores: dict[int, float]
) -> tuple[Guess[Candidate], ...]:
    order = sorted(
        hits,
        key=lambda i: (-scores[i] - 4 * _prior(candidates[i]), hits[i].span, candidates[i].name),
    )[:_KEPT]
    guesses = []
    for place, index in enumerate(order):
        rivals = [o for o in order if o != index and abs(scores[o] - scores[index]) <= _CLOSE]
        sure = min(max(scores[index], 0), 99) / 100
        if rivals:
            sure = min(sure, _CAP)
        elif place:
            sure = min(sure, 0.89)
        guesses.append(Guess(candidates[index], round(sure, 3), hits[index].span))
    return tuple(guesses)


def _prior(candidate: Candidate) -> float:
    return min(max(candidate.weight, 0.0), 1.0)


def _same(company: str | None, names: Iterable[str]) -> bool:
    return company is not None and company.casefold() in {name.casefold() for name in names}


def match_names(wording: Wording, world: World) -> Matches:
    """Rank the companies and contacts that the sentence may mean."""
    firm_hits = _search(wording, world.companies)
    firm_scores = _longest(firm_hits)
    person_hits = _search(wording, world.contacts)
    person_scores = _longest(person_hits)
    top = max(firm_scores.values(), default=0.0)
    if top >= _SURE_COMPANY:
        meant = {
            world.companies[i].name for i, points in firm_scores.items() if top - points <= _CLOSE
        }
        firm_spans = [firm_hits[i].span for i in firm_hits if top - firm_scores[i] <= _CLOSE]
        for index, hit in person_hits.items():
            person = world.contacts[index]
            if any(s[0] <= hit.span[0] and hit.span[1] <= s[1] for s in firm_spans):
                person_scores[index] -= 25
            if _same(person.company, meant):
                person_scores[index] = min(99.0, person_scores[index] + _AT_COMPANY)
            elif person.company:
                person_scores[index] += _ELSEWHERE
        _confirm(world, firm_hits, firm_scores, person_hits, person_scores)
    contacts = _ranked(world.contacts, person_hits, person_scores)
    companies = _ranked(world.companies, firm_hits, firm_scores)
    return Matches(_with_employer(world, companies, contacts), contacts)


def _confirm(
    world: World,
    firm_hits: dict[int, Hit],
    firm_scores: dict[int, float],
    person_hits: dict[int, Hit],
    person_scores: dict[int, float],
) -> None:
    """Let a person who works there, named apart from the firm, speak for the firm."""
    for index, firm_hit in firm_hits.items():
        name = {world.companies[index].name}
        if any(
            person_scores[i] >= 80 and _same(world.contacts[i].company, name)  # noqa: PLR2004
            and (hit.span[1] <= firm_hit.span[0] or hit.span[0] >= firm_hit.span[1])
            for i, hit in person_hits.items()
        ):  # fmt: skip
            firm_scores[index] = min(98.0, firm_scores[index] + 12)


def _with_employer(
    world: World, companies: tuple[Guess[Candidate], ...], contacts: tuple[Guess[Candidate], ...]
) -> tuple[Guess[Candidate], ...]:
    """Add the companies of the contacts named, as likely as those contacts."""
    if companies and companies[0].confidence * 100 >= _SURE_COMPANY:
        return companies
    by_name = {company.name.casefold(): company for company in world.companies}
    found = {guess.value.id: guess for guess in companies}
    for guess in contacts:
        firm = by_name.get((guess.value.company or "").casefold())
        if firm is None:
            continue
        sure = min(guess.confidence, 0.95)
        if firm.id not in found or found[firm.id].confidence < sure:
            found[firm.id] = Guess(firm, round(sure, 3), guess.span)
    return tuple(sorted(found.values(), key=lambda g: -g.confidence))[:_KEPT]
