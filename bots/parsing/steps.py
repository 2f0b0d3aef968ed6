"""The words that carry the next step: "send quote Friday", "周五发报价"."""

import re
from datetime import date, datetime

from bots.parsing.cues import Cue
from bots.parsing.parsed import Guess, Span
from bots.parsing.wording import Clause, Wording

_LEADING = re.compile(
    r"(?:and|then|so|but|also|ok|next step(?: is)?|todo|to do|then i|然后|接着|并且?|所以"
    r"|下一?步是?)[\s:]*",
    re.ASCII,
)
_BACK_ZH = re.compile(
    r"(?:要|约好?了?|需要?|得|准备|打算|计划|记得|提醒我?|下一?步|安排|改到|推到|我|他让"
    r"|让我|答应)+$",
    re.ASCII,
)
_BACK_EN = re.compile(
    r"(?:\b(?:on|by|before|until|till|at|the|this|due|will|i|we|to|i'll|we'll)\s+)+$", re.ASCII
)
_OPENS = re.compile(
    r"\s*(?:(?:and|then|so|i|we|pls|please)\s+)*(?:send|call back|email(?! from)|prepare|schedule"
    r"|book|bring|follow[ -]?up|remind|check|"
    r"get back|write|submit|arrange|set up|confirm|call (?:him|her|them)|draft|chase|next"
    r" step|to ?do\b|"
    r"发|寄|报价(?!了)|打电话给|约|安排|提交|准备|回复|确认|催|跟进|下一?步|记得|提醒|待)",
    re.ASCII,
)
_STRONG = re.compile(
    r"\b(?:will|i'll|we'll|need to|have to|must|should|next step|follow[ -]?up|remind me"
    r"|don't forget|promised)\b"
    r"|要(?:去|给|发|打|再|做|准备|安排|回)|需要(?![\d一二两三四五六七八九十])|得(?:去|给"
    r"|发|打|再)|记得|提醒|下一?步|打算|准备|跟进",
    re.ASCII,
)
_NEVER = re.compile(
    r"不用|不必|没必要|无需|先不|暂时不|\bno need\b|\bno follow|\bnot (?:now"
    r"|interested)\b|\bdon't (?!forget)|\bwon't\b",
    re.ASCII,
)
_TINY = 2


def _trim(wording: Wording, start: int, end: int) -> Span:
    while start < end and not (wording.text[start].isalnum()):
        start += 1
    lead = _LEADING.match(wording.folded, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    while end > start and not (wording.text[end - 1].isalnum() or wording.text[end - 1] in ")）%"):
        end -= 1
    return start, end


def _next_clause(wording: Wording, clause: Clause) -> Clause | None:
    index = wording.clauses.index(clause) if clause in wording.clauses else -1
    if index < 0:
        return None
    if index + 1 < len(wording.clauses):
        return wording.clauses[index + 1]
    return wording.clauses[index - 1] if index else None


def _around(wording: Wording, day: Span, cues: tuple[Cue, ...]) -> Span:
    """Take the part of the clause that belongs to a day, when nothing but verbs part the steps."""
    clause = wording.clause_at(day[0])
    inside = [cue for cue in cues if clause.start <= cue.start and cue.end <= clause.end]
    said = [cue.end for cue in inside if cue.lean in ("past", "need") and cue.end <= day[0]]
    barrier = max(said, default=clause.start)
    before = [c for c in inside if c.lean == "future" and barrier <= c.start and c.end <= day[0]]
    after = [c for c in inside if c.start >= day[1]]
    end = min((c.start for c in after if c.lean in ("past", "need")), default=clause.end)
    rest = re.sub(r"[\W_]", "", wording.folded[day[1] : end])
    if wording.lang == "zh":
        back = _BACK_ZH.search(wording.folded, clause.start, day[0])
        start = back.start() if back else day[0]
        if not rest and before:
            start = before[-1].start
        elif not said and day[0] - clause.start <= _TINY * 2:
            start = clause.start
    elif before and not (after and after[0].lean == "future" and before[0].start > day[0]):
        start = before[0].start
        if after and after[0].lean == "future" and after[0].start - day[1] <= _TINY:
            end = day[1]
    else:
        back = _BACK_EN.search(wording.folded, clause.start, day[0])
        start = back.start() if back else day[0]
    return start, end


def _without_day(wording: Wording) -> Guess[str] | None:
    for clause in reversed(wording.clauses):
        words = wording.folded[clause.start : clause.end]
        if _NEVER.search(words):
            continue
        opens = len(wording.clauses) > 1 and _OPENS.match(words)
        strong = _STRONG.search(words)
        if opens or strong:
            start = clause.start + (0 if opens or not strong else strong.start())
            span = _trim(wording, start, clause.end)
            return Guess(wording.text[slice(*span)], 0.65 if opens else 0.55, span)
    return None


def find_step(
    wording: Wording, day: Guess[date | datetime] | None, cues: tuple[Cue, ...]
) -> Guess[str] | None:
    """Find the next step in the speaker's own words, with its day as said."""
    if day is None:
        return _without_day(wording)
    start, end = _around(wording, day.span, cues)
    bare = re.sub(
        r"[\W_]", "", wording.folded[start : day.span[0]] + wording.folded[day.span[1] : end]
    )
    sure = 0.85
    if len(bare) < _TINY:
        other = _next_clause(wording, wording.clause_at(day.span[0]))
        if other is not None:
            start, end, sure = min(start, other.start), max(end, other.end), 0.6
    if _NEVER.search(wording.folded[start : day.span[0]]):
        sure = 0.4
    span = _trim(wording, start, end)
    words = wording.text[slice(*span)]
    return Guess(words, round(min(sure, day.confidence + 0.1), 2), span) if words else None
