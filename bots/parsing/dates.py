"""Which of the days named is the next step, and which is when it happened."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bots.parsing import dates_en, dates_other, dates_zh
from bots.parsing.cues import Cue, Lean
from bots.parsing.moments import When, full_minute, in_half
from bots.parsing.parsed import Guess, Span
from bots.parsing.wording import Clause, Wording

Day = date | datetime
_LONG_AGO, _VAGUE = 180, 0.55
_CLOSE, _ELSEWHERE_ZH, _ELSEWHERE_EN, _TOLD_ZH = 0.3, 4, 6, 3
_REFUSED_BEFORE = re.compile(
    r"(?:\bnot|\bopens?(?: till| until| from)?|\binstead of|\brather than|\bcan't|\bcannot"
    r"|不是|不要在|别在?|原定|原本|本来"
    r"|而不是)\s*(?:on |at )?$"
)
_MOVED = re.compile(
    r"\b(?:moved|changed|shifted|postponed|rescheduled|pushed"
    r"|delayed)\b[^,.]{0,20}?(\bfrom [\w ]{3,20}?)(?= to\b)",
    re.ASCII,
)
_REFUSED_AFTER = re.compile(
    r"\s*的?(?:会议?|拜访)?(?:不行|没空|没戏|没预算|没有预算|没消息(?!就)|来不及|没时间|不方便"
    r"|不在|来不了|取消)"
    r"|.{0,4}(?:改到|推到|改成|挪到|延到|换到|提前到|推迟到"
    r"|改(?=周|星期|礼拜|下|明|后|\d))"
    r"|\s*(?:meeting |call |visit |one )?(?:is |was |got |has been )?(?:doesn't work|does"
    r" not work|won't work"
    r"|doesn't suit|bad\b|out\b|not possible|no good|cancel|not available|off\b)"
)

# When somebody comes back or goes away is no step; it stands for one where no other day is named.
_AWAY_AFTER = re.compile(
    r"\s*(?:才|就|再)?(?:回来|回国|回公司|出差|放假|休假|休息|在外)"
    r"|,? (?:he|she|they) (?:is|are|will be) (?:back|away)"
)
_AWAY_BEFORE = re.compile(
    r"\b(?:back|away|out|returns?|leaves?|arrives?|arriving|on (?:leave|holiday|vacation))"
    r"(?: from \w+)?(?: on| till| until| by)?(?: the)? ?$"
)
# "20 pumps by March" is when they need them, not a day on which we are to do something.
_MONTH_ALONE = re.compile(
    r"(?:(?:by|before|until|in|the|end of|start of|beginning of|early|mid|late) )*"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
    r"|(?:明年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?[底初中末]?(?:[之以]?前)?"
)
_PART_EN = re.compile(r"\s*(?:morning|afternoon|evening) (?:at|with) ")
_PLANNED_ZH = re.compile(r"要|得|准备|打算|计划|约|记得|提醒|再|(?<!开)会(?!议)|等|给|发|催|跟进")


@dataclass(frozen=True, slots=True)
class Days:
    """The day ahead and the day behind."""

    next_at: Guess[Day] | None
    happened_at: Guess[Day] | None


@dataclass(frozen=True, slots=True)
class _Option:
    value: Day
    sure: float
    span: Span
    score: float
    rough: bool = False


def _mentions(wording: Wording, now: datetime) -> list[When]:
    if wording.lang not in ("zh", "en"):
        return dates_other.find(wording.text, now, wording.lang)
    left = tuple(match.span(1) for match in _MOVED.finditer(wording.open))
    wording = wording.hiding(left)
    both = dates_zh.find(wording.open, now) if not wording.open.isascii() else []
    for when in dates_en.find(wording.open, now):
        if all(when.span[1] <= o.span[0] or when.span[0] >= o.span[1] for o in both):
            both.append(when)
    return sorted(both, key=lambda w: w.span)


def _lean(wording: Wording, when: When, cues: tuple[Cue, ...]) -> Lean | None:
    """Say what the nearest cue in the same clause makes of this mention."""
    clause = wording.clause_at(when.span[0])
    chinese = wording.lang == "zh"
    nearest: tuple[float, Lean] | None = None
    for cue in cues:
        if cue.start < clause.start or cue.end > clause.end:
            continue
        if cue.end <= when.span[0]:
            # Chinese names the day before what was done: in 确认了周四 Thursday is still to come.
            if chinese and cue.lean == "past":
                continue
            distance = float(when.span[0] - cue.end + (_ELSEWHERE_ZH if chinese else 0))
        elif cue.start >= when.span[1]:
            distance = float(cue.start - when.span[1] + (0 if chinese else _ELSEWHERE_EN))
            # 给他打过 is done, though 给 alone is mostly still to do.
            distance -= _TOLD_ZH if chinese and cue.lean == "past" else 0
        else:
            continue
        if nearest is None or distance < nearest[0]:
            nearest = (distance, cue.lean)
    return nearest[1] if nearest else None


def _refused(wording: Wording, when: When) -> bool:
    start, end = when.span
    return bool(
        _REFUSED_BEFORE.search(wording.open[max(0, start - 16) : start])
        or _REFUSED_AFTER.match(wording.open, end)
    )


def _away(wording: Wording, when: When) -> bool:
    start, end = when.span
    return bool(
        _AWAY_AFTER.match(wording.open, end)
        or _AWAY_BEFORE.search(wording.open[max(0, start - 36) : start])
    )


def _with_hours(wording: Wording, found: list[When]) -> list[When]:
    """Give an hour that stands apart to the only day of its clause."""
    hours = [w for w in found if w.clock and not w.day]
    for hour in hours:
        if not hour.clock:
            continue
        clause = wording.clause_at(hour.span[0])
        days = [
            w for w in found
            if w.day and (not w.clock or w.part) and not w.moment
            and _from(wording, clause) <= w.span[0] < clause.end and w.tense != "past"
        ]  # fmt: skip
        if len(days) == 1 and len(hours) == 1:
            clock = in_half(days[0].clock, hour.clock) if days[0].clock else hour.clock
            sure = 0.85 if days[0].part else min(days[0].sure, hour.sure, 0.85)
            joined = replace(days[0], clock=clock, sure=sure, part=hour.part)
            return sorted([w for w in found if w not in (days[0], hour)] + [joined], key=_start)
    return found


def _from(wording: Wording, clause: Clause) -> int:
    """Begin with the clause before when only a comma is between: "oct 17, invite for 6pm"."""
    before = wording.clause_at(clause.start - 2) if clause.start > 1 else clause
    comma = wording.open[before.end : clause.start].strip() == ","
    return before.start if comma and before.end < clause.start else clause.start


def _start(when: When) -> Span:
    return when.span


def _at(when: When, day: date, now: datetime) -> Day:
    if when.clock is None:
        return day
    return datetime.combine(day, when.clock, now.tzinfo)


def _is_past(value: Day, now: datetime) -> bool:
    if isinstance(value, datetime):
        return value.timestamp() < now.timestamp()
    return value < now.date()


def _ahead(when: When, now: datetime, lean: Lean | None) -> _Option | None:
    """Read a mention as a next step."""
    sure = when.sure
    value: Day
    if when.moment:
        value = full_minute(when.moment)
    elif when.day:
        value = _at(when, when.day, now)
        if _is_past(value, now) and when.day == now.date() and when.part:
            value, sure = when.day, 0.5
    else:
        value = _at(when, now.date(), now)
        sure = min(sure, 0.8)
        if _is_past(value, now):
            value, sure = _at(when, now.date() + timedelta(days=1), now), 0.6
    if _is_past(value, now):
        return None
    score = sure + {"future": 2.0, "never": 0.5, "need": -1.0, "past": -0.5, None: 1.0}[lean]
    if when.tense == "open" and when.sure <= _VAGUE:
        score -= 0.4
    if when.today and (not when.clock or when.part) and not when.deadline:
        score -= 0.5
        sure = min(sure, 0.8)
    if lean == "need":
        sure = 0.35
    elif lean != "future":
        sure *= 0.9
    return _Option(value, round(sure, 2), when.span, score, when.rough)


def _behind(when: When, now: datetime) -> _Option | None:
    """Read a mention as the time it happened."""
    if when.moment:
        return _Option(when.moment, when.sure, when.span, when.sure)
    day = when.earlier or when.day or now.date()
    value = _at(when, day, now)
    if not _is_past(value, now):
        value = day
    if day > now.date():
        return None
    return _Option(value, when.sure, when.span, when.sure)


def _over(wording: Wording, when: When, now: datetime) -> bool:
    """Tell whether 上午 is this morning: of tomorrow's one says so, or what is planned."""
    if when.day or not when.clock or not when.part:
        return False
    clause = wording.clause_at(when.span[0])
    said = wording.open[clause.start : clause.end]
    told = not _PLANNED_ZH.search(said) if wording.lang == "zh" else _PART_EN.match(said)
    return bool(told) and _is_past(_at(when, now.date(), now), now)


def _happened(when: When, lean: Lean | None, now: datetime) -> bool:
    if when.tense == "past" or when.deadline:
        return when.tense == "past"
    if when.tense == "future":
        return False
    if lean == "past":
        return when.earlier is None or (now.date() - when.earlier).days < _LONG_AGO
    if when.today and lean != "future":
        return when.clock is None or _is_past(_at(when, now.date(), now), now)
    if when.today and when.clock and not when.part:
        return _is_past(_at(when, now.date(), now), now)
    return False


def _best(options: list[_Option]) -> Guess[Day] | None:
    if not options:
        return None
    top = max(o.score for o in options)
    near = [o for o in options if top - o.score < _CLOSE]
    first = min(near, key=lambda o: (o.value.isoformat(), o.span))
    sure = first.sure if all(_day(o) == _day(first) for o in near) else min(first.sure, 0.7)
    return Guess(first.value, sure, first.span)


def _day(option: _Option) -> date:
    return option.value.date() if isinstance(option.value, datetime) else option.value


def find_days(wording: Wording, now: datetime, cues: tuple[Cue, ...]) -> Days:
    """Find the day of the next step and the day of what is reported; `now` is local."""
    ahead, behind = [], []
    for said in _with_hours(wording, _mentions(wording, now)):
        when = replace(said, rough=said.rough or _away(wording, said))
        lean = _lean(wording, when, cues)
        if _refused(wording, when) or (lean == "never" and not when.deadline):
            continue
        if lean == "need" and _MONTH_ALONE.fullmatch(wording.open[slice(*when.span)]):
            continue
        if lean is None and when.today:
            told = [cue.lean for cue in cues]
            lean = "future" if "future" in told and "past" not in told else None
        idle = when.tense == "open" and when.sure <= _VAGUE and not when.deadline
        if idle and lean != "future":
            continue
        if _happened(when, lean, now) or (lean != "past" and _over(wording, when, now)):
            option = _behind(when, now)
            if option:
                behind.append(option)
            continue
        option = _ahead(when, now, lean)
        if option:
            ahead.append(option)
        elif when.earlier and when.earlier <= now.date():
            past = _behind(when, now)
            behind += [past] if past else []
    return Days(_best([o for o in ahead if not o.rough] or ahead), _best(behind))
