"""Hours in English: at 3pm, half past three, tomorrow morning, 3-5pm."""

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Literal

from bots.parsing import moments
from bots.parsing.moments import Rule, When
from bots.parsing.numerals import ENGLISH

PARTS = {
    "morning": moments.MORNING, "noon": moments.NOON, "midday": moments.NOON, "lunch": moments.NOON,
    "afternoon": moments.AFTERNOON, "evening": moments.EVENING, "night": moments.EVENING,
    "lunchtime": moments.NOON, "midnight": time(0), "end of day": moments.END_OF_DAY,
    "eod": moments.END_OF_DAY, "cob": moments.END_OF_DAY,
}  # fmt: skip


NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a"
    r" )?couple(?: of)?|(?:a )?few|half an?)"
)


def number_of(word: str) -> int:
    word = word.removesuffix(" of")
    if word.isdecimal():
        return int(word)
    return ENGLISH.get(word, 2 if "couple" in word else 3 if "few" in word else 1)


def _clock(match: re.Match[str], _now: datetime) -> When | None:
    hour, minute = number_of(match["h"]), int(match["m"] or 0)
    half: Literal["am", "pm"] | None = None
    if match["x"]:
        half = "pm" if match["x"].startswith("p") else "am"
    elif len(match["h"]) == 2 and match["h"][0] == "0":  # noqa: PLR2004
        half = "am"
    clock = moments.hour_of(hour, minute, half)
    sure = 0.96 if half or hour > 12 else 0.8  # noqa: PLR2004
    return When(match.span(), clock=clock, sure=sure) if clock else None


def _spoken(match: re.Match[str], _now: datetime) -> When | None:
    hour = number_of(match["h"])
    minutes = {"half past": 30, "quarter past": 15, "quarter to": -15, "half": 30}[match["w"]]
    clock = moments.hour_of(hour, 0, None)
    if not clock:
        return None
    total = (clock.hour * 60 + minutes) % 1440
    return When(match.span(), clock=time(total // 60, total % 60), sure=0.85)


def _part(match: re.Match[str], _now: datetime) -> When:
    return When(match.span(), clock=PARTS[match["w"]], sure=0.75, part=True)


def rule(pattern: str, meaning: Callable[[re.Match[str], datetime], When | None]) -> Rule:
    return Rule(re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])"), meaning)


_SHORT_RANGE = re.compile(
    r"(?<![\d:.$€£])(\d{1,2})(:\d\d)?( ?(?:-|–|to|and) ?)(\d{1,2}(?::\d\d)? ?([ap])m)"
)


def range_start(text: str) -> str:
    """Write "3-5pm" as "3pm" over the same letters, so that a range keeps its start."""

    def start(match: re.Match[str]) -> str:
        hour, last = int(match[1]), int(match[4].split(":")[0].rstrip(" apm"))
        half = match[5] if hour <= last or last == 12 else "a"  # noqa: PLR2004
        if hour == 12:  # noqa: PLR2004
            half = "p"
        said = f"{match[1]}{match[2] or ''}{half}m"
        return said.ljust(len(match[0])) if len(said) <= len(match[0]) else match[0]

    return _SHORT_RANGE.sub(start, text)


HOUR_RULES = (
    rule(r"(?P<h>1[0-2]|0?[1-9])(?:[:.h](?P<m>[0-5]\d))? ?(?P<x>[ap]\.?m\b\.?)", _clock),
    rule(r"(?P<h>2[0-3]|[01]?\d)[:h](?P<m>[0-5]\d)(?P<x>)(?! ?[ap]m)", _clock),
    rule(r"at (?P<h>2[0-3]|[01]\d)(?P<m>[0-5][05])(?P<x>)(?: ?h(?:ou)?rs)?", _clock),
    rule(
        r"(?:at|@) ?(?P<h>2[0-3]|1\d|[1-9])(?P<m>)(?P<x>)(?! ?(?:[ap]m|:|\.\d|,\d|k\b|usd|eur"
        r"|each|million|thousand|units|%|/))",
        _clock,
    ),
    rule(r"(?P<h>1[0-2]|[1-9])(?P<m>)(?P<x>) o'?clock", _clock),
    rule(r"at (?P<h>2[0-3]|1?\d)\.(?P<m>[0-5]\d)(?P<x>)(?! ?(?:[ap]m|k|usd|eur|%))", _clock),
    rule(
        r"(?:before|by|until|till) (?P<h>1[0-2]|[1-9])(?P<m>)(?P<x>)"
        r"(?=[,.;!]|$| (?:today|tomorrow|on|sharp)\b)",
        _clock,
    ),
    rule(
        r"(?:between|from) (?P<h>1[0-2]|[1-9])(?P<m>)(?P<x>) (?:and|to|till) (?:1[0-2]|[1-9])"
        r"(?= (?:tomorrow|today|on)\b)",
        _clock,
    ),
    rule(
        r"(?<=day |row )(?:between|from) (?P<h>1[0-2]|[1-9])(?P<m>)(?P<x>) (?:and|to|till) "
        r"(?:1[0-2]|[1-9])(?! ?(?:[ap]m|:|%|k\b))",
        _clock,
    ),
    rule(r"(?<=day )(?P<h>1[0-2]|[1-9])(?P<m>)(?P<x>)(?=[,.;!]|$)", _clock),
    rule(
        r"at (?P<h>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?P<m>)(?P<x>)"
        r"(?= sharp|[,.;!]|$| (?:on|in|at|with|w)\b)",
        _clock,
    ),
    rule(
        rf"(?:at )?(?P<w>half past|quarter past|quarter to|half) (?P<h>{NUMBER})(?! (?:hour"
        rf"|day|year|million))",
        _spoken,
    ),
    rule(
        r"(?P<w>end of day|eod|cob|morning|lunchtime|(?<=at )lunch|noon|midday|afternoon|evening"
        r"|midnight|night)",
        _part,
    ),
)
