"""Days and hours in English: tomorrow, next Friday, in two weeks, by March, Nov 5, at 3pm."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bots.parsing import moments
from bots.parsing.holidays import RULES_EN
from bots.parsing.hours_en import HOUR_RULES, NUMBER, PARTS, number_of, range_start, rule
from bots.parsing.moments import When, add_months, exact, monday, month_end
from bots.parsing.ordinals_en import MONTH_WORD, in_figures

_WEEKDAY = "mon tue wed thu fri sat sun".split()
_MONTH = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_WORD = (
    r"(?:mon(?:day)?s?|tue(?:s|sday)?|wed(?:nesday|s)?|wensday|wednsday|thu(?:r|rs|rsday)?|thurday"
    r"|fri(?:day)?|firday|saturday|sunday|(?<=on )sat|(?<=on )sun|(?<=this )sat|(?<=next )sat"
    r"|sat(?= (?:\d|at|morning|noon|afternoon|evening))"
    r"|sun(?= (?:\d|at|morning|noon|afternoon|evening)))"
)
_UNIT = (
    r"(?:minutes?|mins?|hours?|hrs?|(?:working |business )?days?|weeks?|wks?|fortnights?"
    r"|months?|years?)"
)
_NEAR = {
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
    "tomorrow": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tmr": 1, "tmrw": 1, "tomo": 1,
    "2moro": 1, "2morrow": 1, "day after tomorrow": 2, "this morning": 0, "this afternoon": 0,
    "this evening": 0,
}  # fmt: skip
_UNTIL = re.compile(r"\s*(?:-|–|to|till|until|and|or|through)\s*")
_GAP = re.compile(
    r"[\s,.]*(?:at|@|on|in the|around|about|by|before|from|between|the|of|,)?[\s]*(?:the"
    r"|about|around)?\s*"
)
_EVERY = re.compile(r"\bevery (?:other |second |2nd |first |last )?$")
_BY = re.compile(r"(?:\bby|\bbefore|\buntil|\btill|\bno later than|\bdue|\bwithin)(?: the)? $")


def _month(word: str) -> int:
    return _MONTH.index(word[:3]) + 1


def _near(match: re.Match[str], now: datetime) -> When:
    word = re.sub(r"\s+", " ", match[0]).removeprefix("the ")
    days = _NEAR[word]
    day = now.date() + timedelta(days=days)
    clock = PARTS.get(word.rsplit(" ", 1)[-1].replace("tonight", "night"))
    tense: moments.Tense = "past" if days < 0 else "future" if days else "open"
    sure = 0.8 if clock else 0.97
    return When(match.span(), day, clock, sure, tense, day, today=days == 0, part=clock is not None)


def _weekday(match: re.Match[str], now: datetime) -> When:
    today = now.date()
    weekday = next(
        i
        for i, w in enumerate(_WEEKDAY)
        if match["d"][:2] == w[:2] or (match["d"] == "firday" and w == "fri")
    )
    after, before = moments.weekday_after(today, weekday)
    word = (match["s"] or match["t"] or "").strip()
    if word in ("next", "next week") or match["u"]:
        day = monday(today, 1) + timedelta(days=weekday)
        # "Next Friday" said on a Monday is this week's Friday to some.
        sure = 0.9 if word == "next week" or match["u"] or (day - today).days <= 7 else 0.75  # noqa: PLR2004
        return When(match.span(), day, sure=sure, tense="future", earlier=day)
    if word == "last":
        day = before if before < today else before - timedelta(weeks=1)
        return When(match.span(), day, sure=0.9, tense="past", earlier=day)
    if word == "this":
        day = monday(today) + timedelta(days=weekday)
        day = day if day >= today else after
        return When(match.span(), day, sure=0.9, earlier=before, today=day == today)
    return When(match.span(), after, sure=0.6 if before == today else 0.92, earlier=before)


def _from_day(match: re.Match[str], now: datetime) -> When:
    weekday = _WEEKDAY.index(match["d"][:3])
    after = moments.weekday_after(now.date(), weekday)[0]
    return When(
        match.span(), after + timedelta(weeks=number_of(match["n"])), sure=0.85, tense="future"
    )


def _period(match: re.Match[str], now: datetime) -> When:
    today = now.date()
    which, unit = match["s"], match["u"]
    step = {"next": 1, "last": -1, "after next": 2}.get(which, 0)
    tense: moments.Tense = "future" if step > 0 else "past" if step < 0 else "open"
    if unit == "week":
        day = monday(today, step) if step else max(monday(today) + timedelta(days=4), today)
    elif unit == "weekend":
        day = monday(today, step) + timedelta(days=5)
        day = max(day, today) if not step else day
    elif unit == "month":
        day = add_months(today.replace(day=1), step) if step else month_end(today)
    elif unit == "quarter":
        last = moments.quarter_end(add_months(today, 3 * step))
        day = add_months(last.replace(day=1), -2) if step else last
    else:
        day = date(today.year + step, 1, 1) if step else date(today.year, 12, 31)
    return When(match.span(), day, sure=0.55, tense=tense, earlier=day)


def _end_of(match: re.Match[str], now: datetime) -> When | None:
    today, unit = now.date(), match["u"] or match["e"]
    step = 1 if match["s"] == "next" else 0
    sure = 0.88
    if unit in ("week", "eow"):
        day = monday(today, step) + timedelta(days=4)
        day = max(day, today)
    elif unit in ("month", "eom"):
        day = month_end(add_months(today.replace(day=1), step))
    elif unit in ("quarter", "eoq"):
        day = moments.quarter_end(add_months(today, 3 * step))
    elif unit in ("year", "eoy"):
        day = date(today.year + step, 12, 31)
    elif unit[0] == "q":
        quarter = date(today.year, int(unit[1]) * 3, 1)
        day = month_end(quarter)
        day = day if day >= today else month_end(add_months(quarter, 12))
    else:
        return None
    return When(match.span(), day, sure=sure, earlier=day)


def _month_part(match: re.Match[str], now: datetime) -> When | None:
    """End of March, mid March, by March, in March."""
    today, part = now.date(), (match["p"] or "").strip()
    month = _month(match["m"])
    year = int(match["y"]) if match["y"] else today.year + (month < today.month)
    first = date(year, month, 1)
    if part in ("by", "before", "until", "in", "this") and not match["y"] and first <= today:
        first = add_months(first, 12) if first < today.replace(day=1) else first
        day = month_end(first) if first.replace(day=1) == today.replace(day=1) else first
    elif part.startswith(("end", "late")):
        day = month_end(first)
    elif part.startswith("mid"):
        day = first.replace(day=15)
    else:
        day = first
    sure = 0.85 if part.startswith("end") else 0.6
    deadline = part in ("by", "before", "until")
    return When(match.span(), day, sure=sure, earlier=day, deadline=deadline)


def _month_day(match: re.Match[str], now: datetime) -> When | None:
    month, number = _month(match["m"]), int(match["d"])
    if match["y"]:
        day = exact(int(match["y"]), month, number)
        return When(match.span(), day, sure=0.97, earlier=day) if day else None
    after, before = moments.yearly(now.date(), month, number)
    sure = moments.unless_far(now.date(), after, 0.95)
    return When(match.span(), after, sure=sure, earlier=before) if after else None


def _day_only(match: re.Match[str], now: datetime) -> When | None:
    after, before = moments.monthly(now.date(), int(match["d"]))
    return When(match.span(), after, sure=0.85, earlier=before) if after else None


def _numeric(match: re.Match[str], now: datetime) -> When | None:
    one, two = int(match["a"]), int(match["b"])
    year = int(match["y"]) if match["y"] else None
    year = year + 2000 if year is not None and year < 100 else year  # noqa: PLR2004
    american = "America" in str(now.tzinfo)
    clear = max(one, two) > 12 or one == two or match["sep"] == "."  # noqa: PLR2004
    month_first = two > 12 or (one <= 12 and american and match["sep"] == "/")  # noqa: PLR2004
    month, number = (one, two) if month_first else (two, one)
    if not (1 <= month <= 12 and 1 <= number <= 31):  # noqa: PLR2004
        return None
    after, before = moments.yearly(now.date(), month, number)
    if year:
        after = before = exact(year, month, number)
    return When(match.span(), after, sure=0.9 if clear else 0.4, earlier=before) if after else None


def _iso(match: re.Match[str], _now: datetime) -> When | None:
    day = exact(int(match["y"]), int(match["m"]), int(match["d"]))
    return When(match.span(), day, sure=0.98, earlier=day) if day else None


def _later(match: re.Match[str], now: datetime) -> When:
    number, unit = number_of(match["n"]), match["u"]
    past = bool(match["ago"] and match["ago"].startswith("ago"))
    sign = -1 if past else 1
    tense: moments.Tense = "past" if past else "future"
    sure = 0.45 if "few" in match["n"] else 0.7 if "couple" in match["n"] else 0.95
    if unit[:3] in ("min", "hou", "hrs", "hr"):
        minutes = number * (1 if unit.startswith("min") else 60)
        minutes = minutes // 2 if match["n"].startswith("half") else minutes
        minutes += 30 if match["more"] else 0
        moment = moments.elapsed(now, sign * minutes)
        return When(match.span(), moment.date(), sure=sure, tense=tense, moment=moment)
    today = now.date()
    if unit.startswith("month"):
        day = add_months(today, sign * number)
    elif unit.startswith("year"):
        day = add_months(today, sign * number * 12)
    else:
        length = 14 if unit.startswith("fort") else 7 if unit.startswith(("week", "wk")) else 1
        day = today + timedelta(days=sign * number * length)
    return When(match.span(), day, sure=sure, tense=tense, earlier=day)


_DAY_NUMBER = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<y>20\d\d))?"
_RULES = (
    rule(r"(?:the )?(?:" + "|".join(sorted(_NEAR, key=len, reverse=True)) + ")", _near),
    rule(
        rf"(?:(?P<s>next week|next|this|last|coming)(?: on)?"
        rf" )?(?:(?P<t>)(?P<d>{_DAY_WORD}))(?P<u> next week)?",
        _weekday,
    ),
    rule(rf"(?P<n>a|one|two) weeks? (?:from|after|on) (?P<d>{_DAY_WORD})", _from_day),
    rule(rf"(?P<n>)(?P<d>{_DAY_WORD}) week(?!end|ly)", _from_day),
    rule(r"the (?P<u>week) (?P<s>after next)", _period),
    rule(r"(?P<s>next|this|last) (?P<u>weekend|week|month)", _period),
    rule(r"(?<!\bfor )(?P<s>next|this|last) (?P<u>quarter|year)", _period),
    rule(
        r"(?:end of|late|before the end of) (?:the |(?P<s>this|next) )?(?P<u>week|month"
        r"|quarter|year|q[1-4])(?P<e>)",
        _end_of,
    ),
    rule(r"(?P<s>)(?P<u>month|quarter|year)(?P<e>)[ -]?end", _end_of),
    rule(r"(?P<s>)(?P<u>)(?P<e>eow|eom|eoq|eoy)", _end_of),
    rule(
        rf"(?P<p>(?:the )?(?:end|beginning|start|middle|first week|first half) of "
        rf"|early |late |mid[ -]|by |before "
        rf"|until |in |this |next |for )"
        rf"(?P<m>{MONTH_WORD})(?: (?P<y>20\d\d))?(?! ?\d)",
        _month_part,
    ),
    rule(rf"(?P<m>{MONTH_WORD})\.? (?:the )?{_DAY_NUMBER}(?! ?(?:am|pm|:|k\b|pumps|units"
        rf"|pcs)){_YEAR}", _month_day),
    rule(rf"{_DAY_NUMBER}(?: ?(?:-|to|or|and) ?\d\d?(?:st|nd|rd|th)?)? (?:of )?"
         rf"(?P<m>{MONTH_WORD}){_YEAR}", _month_day),
    rule(rf"(?<![\dh] )(?P<p>)(?P<m>{MONTH_WORD}) (?P<y>20\d\d)", _month_part),
    rule(r"(?:every |each )?(?:the )?(?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th) of (?:the|each|every)"
         r" month", _day_only),
    rule(r"the (?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)", _day_only),
    rule(r"(?<![\d.,/-])(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{"
        r"1,2})(?:/(?P<y>\d{4}|\d\d))?(?![/\d])", _numeric),
    rule(r"(?<![\d.,/-])(?P<a>\d{1,2})(?P<sep>\.)(?P<b>\d{1,2})\.(?P<y>20\d\d)?", _numeric),
    rule(r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
    rule(rf"(?:in|within)(?: the next)?(?: about)? (?P<n>{NUMBER}) (?P<u>{_UNIT})(?P<ago>)"
        rf"(?P<more> and a half)?(?:'? time)?", _later),
    rule(rf"(?P<n>{NUMBER}) (?P<u>{_UNIT}) (?P<ago>ago|from now|from today|later)(?P<more>(?!))?",
        _later),
    rule(r"(?P<n>)(?P<u>fortnight)(?P<more>) (?P<ago>from now|from today|later)", _later),
    *RULES_EN,
    *HOUR_RULES,
)  # fmt: skip


def find(text: str, now: datetime) -> list[When]:
    """Find every day and hour named in English; `now` is local."""
    plain = range_start(in_figures(text))
    found = moments.collect(plain, now, _RULES)
    for index, when in enumerate(found):
        before = plain[max(0, when.span[0] - 16) : when.span[0]]
        if _BY.search(before):
            found[index] = replace(when, deadline=True)
        if _EVERY.search(before):
            # Of every second Monday only the next is known, and it may be the one after.
            found[index] = replace(found[index], sure=min(when.sure, 0.8), rough=True)
    return moments.join(plain, found, _GAP, _UNTIL)
