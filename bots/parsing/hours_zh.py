"""Hours in Chinese: 下午3点半, 明早, 晚上8点一刻, 3到5点."""

import re
from collections.abc import Callable
from datetime import datetime, time
from typing import Literal

from bots.parsing import moments
from bots.parsing.moments import Rule, When
from bots.parsing.numerals import small_zh

_HALVES: dict[str, Literal["am", "pm", "noon", "night"]] = {
    "凌晨": "am", "清早": "am", "早上": "am", "早晨": "am", "上午": "am", "一早": "am", "早": "am",
    "中午": "noon", "正午": "noon", "下午": "pm", "午后": "pm", "傍晚": "pm", "下班前": "pm",
    "晚上": "night", "夜里": "night", "晚": "night",
}  # fmt: skip


_HALF_TIME = {
    "am": moments.MORNING, "noon": moments.NOON, "pm": moments.AFTERNOON, "night": moments.EVENING,
}  # fmt: skip


_HALF_WORD = "凌晨|清早|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|夜里|一早"


def _clock(match: re.Match[str], _now: datetime) -> When | None:
    hour = small_zh(match["h"])
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 * small_zh(match["quarter"])
    else:
        minute = small_zh(match["m"]) if match["m"] else 0
    word = match["p"]
    # "一点" alone is "a bit": it is an hour only with a half of the day, minutes or 钟 beside it.
    alone = not (word or match["half"] or match["quarter"] or match["m"] or match["bell"])
    counted = match.string[max(0, match.start() - 1) : match.start()] in tuple("了有提讲这那列几")
    if alone and not match["h"].isdecimal() and (hour <= 2 or counted):  # noqa: PLR2004
        return None
    clock = moments.hour_of(hour, minute, _HALVES[word] if word else None)
    sure = 0.95 if word or hour > 12 else 0.85  # noqa: PLR2004
    return When(match.span(), clock=clock, sure=sure) if clock else None


def _digital(match: re.Match[str], _now: datetime) -> When | None:
    word = match["p"]
    hour = int(match["h"])
    half = _HALVES[word] if word else None
    clock = (
        time(hour, int(match["m"])) if not half else moments.hour_of(hour, int(match["m"]), half)
    )
    if not half and 1 <= hour < 7 and len(match["h"]) == 1:  # noqa: PLR2004
        clock = moments.hour_of(hour, int(match["m"]), None)
    return When(match.span(), clock=clock, sure=0.93) if clock else None


def _half(match: re.Match[str], _now: datetime) -> When:
    if match[0].startswith("下班"):
        return When(match.span(), clock=moments.END_OF_DAY, sure=0.7)
    return When(match.span(), clock=_HALF_TIME[_HALVES[match[0]]], sure=0.75, part=True)


def rule(pattern: str, meaning: Callable[[re.Match[str], datetime], When | None]) -> Rule:
    return Rule(re.compile(pattern), meaning)


_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"


_SHI = re.compile(r"(?<=[午上晨晚][\d一二三四五六七八九十])时(?![间候代期机刻段])")
_RANGE = re.compile(rf"(?P<a>{_HOUR})(?:点钟?)?[到至~-]{_HOUR}点(?!半|[0-5]\d|[一三]刻)")


def range_start(text: str) -> str:
    """Write "3到5点" as "3点" over the same letters, so that a range keeps its start."""
    text = _SHI.sub("点", text)
    return _RANGE.sub(lambda m: f"{m['a']}点".ljust(len(m[0])), text)


HOUR_RULES = (
    rule(
        rf"(?:(?P<p>{_HALF_WORD}|[早晚])[大概约左右 ]{{0,3}})?(?<![\d.第])(?P<h>2[0-4]|1\d|\d"
        rf"|十[一二]?|二十[一二三]?|[一二两三四五六七八九])"
        rf"点(?!多?[个五万要])(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>[0-5]?\d"
        rf"|[一二三四五]?十[一二三四五六七八九]?|零[五])(?!点)分?|(?P<bell>钟|整))?"
        r"(?!问题|要求|意见|建议|顾虑|疑问)",
        _clock,
    ),
    rule(
        rf"(?:(?P<p>{_HALF_WORD}|[早晚]) ?)?(?<![\d:])(?P<h>2[0-3]"
        rf"|[01]?\d):(?P<m>[0-5]\d)(?![\d:])",
        _digital,
    ),
    rule(f"{_HALF_WORD}|下班前|(?<=[明今昨后天一二三四五六日])[早晚](?![上点餐饭])", _half),
)
