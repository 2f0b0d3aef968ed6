"""Days and hours in Chinese: 大后天, 下周三, 下个月5号, 月底, 三天后, 下午3点半."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bots.parsing import moments
from bots.parsing.holidays import RULES_ZH
from bots.parsing.hours_zh import HOUR_RULES, range_start, rule
from bots.parsing.moments import When, add_months, exact, monday, month_end
from bots.parsing.numerals import small_zh

_N = r"(?:\d{1,4}|[零〇一二两俩三四五六七八九十]{1,3})"
_NEAR = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "今天": 0, "今日": 0,
    "今儿": 0, "今": 0, "当天": 0, "明天": 1, "明日": 1, "明儿": 1, "明": 1, "大后天": 3,
    "后天": 2, "后日": 2, "明后天": 1, "今明两天": 0,
}  # fmt: skip
_NEAR_WORD = (
    "明后天|今明两天|大前天|前天|昨天|昨日|昨儿|今天|今日|今儿|明天|明日|明儿|大后天|后天|后日"
    "|[昨今明](?=[早晚]|[上下中]午)"
)
_WEEKDAY = {char: value for value, char in enumerate("一二三四五六")} | {
    char: value for value, char in enumerate("123456")
} | {"日": 6, "天": 6, "末": 5, "7": 6}  # fmt: skip
_SHIFT = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2, "大下": 2, "下下下": 3}
_SAME_DAY = 0.59
_WEEK = "(?:周|星期|礼拜)"
_NOT_PLACE = "(?![楼线机泵厂仓库门店井站车桌位馆院柜炉塔])"


def _tense(shift: int) -> moments.Tense:
    return "past" if shift < 0 else "future" if shift > 0 else "open"


def _near(match: re.Match[str], now: datetime) -> When:
    days = _NEAR[match[0]]
    day = now.date() + timedelta(days=days)
    return When(match.span(), day, sure=0.97, tense=_tense(days), earlier=day, today=days == 0)


def _weekday(match: re.Match[str], now: datetime) -> When:
    weekday, today = _WEEKDAY[match["d"]], now.date()
    if match["s"]:
        shift = _SHIFT[match["s"]]
        day = monday(today, shift) + timedelta(days=weekday)
        if shift:
            return When(match.span(), day, sure=0.95, tense=_tense(shift), earlier=day)
        return When(match.span(), day, sure=0.92, earlier=day, today=day == today)
    after, before = moments.weekday_after(today, weekday)
    sure = _SAME_DAY if before == today else 0.92
    return When(match.span(), after, sure=sure, earlier=before)


def _week(match: re.Match[str], now: datetime) -> When:
    shift = _SHIFT[match["s"]]
    offset = {"初": 0, "中": 2, "末": 5, "底": 4}.get(match["p"] or "", 0 if shift else 4)
    day = monday(now.date(), shift) + timedelta(days=offset)
    return When(
        match.span(), day, sure=0.7 if match["p"] else 0.55, tense=_tense(shift), earlier=day
    )


def _part(first: date, part: str) -> date:
    if part in "底末":
        return month_end(first)
    return first.replace(day={"中": 15, "下": 21}.get(part[0], 1))


def _month_day(match: re.Match[str], now: datetime) -> When | None:
    """下个月5号, 本月20日, 下个月, 下月底, 月底."""
    shift = _SHIFT.get(match["s"] or "本", 0)
    first = add_months(now.date().replace(day=1), shift)
    sure = 0.93
    day: date | None
    if match["d"]:
        day = exact(first.year, first.month, small_zh(match["d"]))
    elif match["p"]:
        day = _part(first, match["p"])
        sure = 0.85 if match["p"] in "底末" else 0.6
        if not match["s"] and day < now.date():
            day = _part(add_months(first, 1), match["p"])
    else:
        day, sure = (first if shift else month_end(first)), 0.5
    return When(match.span(), day, sure=sure, tense=_tense(shift), earlier=day) if day else None


def _date(match: re.Match[str], now: datetime) -> When | None:
    """10月1号, 2027年3月5日, 明年3月, 3月底, 3月前."""
    month, today = small_zh(match["m"]), now.date()
    if not 1 <= month <= 12:  # noqa: PLR2004
        return None
    year = _year(match["y"], today)
    part = match["p"]
    sure = 0.95 if match["d"] else 0.8 if part and part in "底末" else 0.6
    number = small_zh(match["d"]) if match["d"] else 1
    if year:
        day = exact(year, month, number)
        before = day
    else:
        anchor = today.replace(day=1) if part or not match["d"] else today
        day, before = moments.yearly(anchor, month, number)
        sure = moments.unless_far(today, day, sure)
    if day and part:
        day, before = _part(day, part), before and _part(before, part)
    if day and not match["d"] and not part and day < today:
        day = month_end(day)
    return When(match.span(), day, sure=sure, earlier=before) if day else None


def _year(word: str | None, today: date) -> int | None:
    if not word:
        return None
    if word[0] in "今明后去":
        return today.year + {"今": 0, "明": 1, "后": 2, "去": -1}[word[0]]
    number = int("".join(char for char in word if char.isdecimal()) or 0)
    return number + 2000 if number < 100 else number  # noqa: PLR2004


def _day_only(match: re.Match[str], now: datetime) -> When | None:
    after, before = moments.monthly(now.date(), small_zh(match["d"]))
    return When(match.span(), after, sure=0.9, earlier=before) if after else None


def _numeric(match: re.Match[str], now: datetime) -> When | None:
    month, number = int(match["m"]), int(match["d"])
    if match["y"]:
        day = exact(int(match["y"]), month, number)
        return When(match.span(), day, sure=0.97, earlier=day) if day else None
    if not (1 <= month <= 12 and 1 <= number <= 31):  # noqa: PLR2004
        return None
    after, before = moments.yearly(now.date(), month, number)
    sure = moments.unless_far(now.date(), after, 0.85)
    return When(match.span(), after, sure=sure, earlier=before) if after else None


def _dotted(match: re.Match[str], now: datetime) -> When | None:
    """Read 11.27 as a day, though it may be a number."""
    when = _numeric(match, now)
    return replace(when, sure=min(when.sure, 0.6)) if when else None


def _year_part(match: re.Match[str], now: datetime) -> When:
    today = now.date()
    year = _year(match["y"], today) or today.year
    if match["p"] in ("底", "末", "前"):
        day = date(year, 12, 31)
    elif match["p"] == "初":
        day = date(year if match["y"] and year > today.year else today.year + 1, 1, 1)
    elif match["p"]:
        day = date(year, 7, 1)
    else:
        day = date(year, 1, 1)
    sure = 0.85 if match["p"] in ("底", "末") else 0.5
    return When(match.span(), day, sure=sure, tense=_tense(year - today.year), earlier=day)


def _quarter(match: re.Match[str], now: datetime) -> When:
    today = now.date()
    day = moments.quarter_end(add_months(today, 3 * _SHIFT.get(match["s"] or "本", 0)))
    if match["q"]:
        last = date(today.year, small_zh(match["q"].removeprefix("第")) * 3, 1)
        day = month_end(last if month_end(last) >= today else add_months(last, 12))
    if match["p"] == "初":
        day = add_months(day.replace(day=1), -2)
    return When(match.span(), day, sure=0.85) if day >= today else When(match.span(), day, sure=0.5)


def _later(match: re.Match[str], now: datetime) -> When | None:
    """三天后, 两周后, 半小时后, and 三天前 for the past."""
    half = match["n"] == "半"
    number = 1 if half else 2 if match["n"] in ("几", "") else small_zh(match["n"])
    past = match["w"] in ("前", "之前", "以前")
    sign, unit = (-1 if past else 1), match["u"]
    tense: moments.Tense = "past" if past else "future"
    sure = 0.45 if match["n"] == "几" else 0.95
    more = bool(match["more"])
    if unit in ("小时", "钟头", "分钟", "刻钟"):
        length = {"分钟": 1, "刻钟": 15}.get(unit, 60)
        minutes = 30 if half else number * length + more * length // 2
        moment = moments.elapsed(now, sign * minutes)
        return When(match.span(), moment.date(), tense=tense, moment=moment, sure=sure)
    today = now.date()
    if unit in ("天", "日", "工作日"):
        day = today + timedelta(days=sign * number)
    elif unit in ("周", "星期", "礼拜"):
        day = today + timedelta(weeks=sign * number)
    elif unit == "月":
        whole = today if half else add_months(today, sign * number)
        day = whole + timedelta(days=15 * sign * (half or more))
    else:
        day = add_months(today, sign * (6 if half else 12 * number))
    return When(match.span(), day, sure=sure, tense=tense, earlier=day)


def _vague(match: re.Match[str], now: datetime) -> When:
    days = {"过两天": 2, "过几天": 3, "过一阵": 14, "过段时间": 14, "过阵子": 14, "回头": 7}[
        match[0]
    ]
    return When(match.span(), now.date() + timedelta(days=days), sure=0.4, tense="future")


_SHIFT_WORD = "上上|上|这|本|下下下|下下|大下|下"
_RULES = (
    rule("过两天|过几天|过一阵|过段时间|过阵子", _vague),
    rule(_NEAR_WORD, _near),
    rule(
        rf"(?:(?P<s>{_SHIFT_WORD})个?)?{_WEEK}(?P<d>[一二三四五六日天末1-7])(?![总工经\d个次])",
        _weekday,
    ),
    rule(rf"(?P<s>{_SHIFT_WORD})个?{_WEEK}(?:(?P<p>[初中底])|(?![一二三四五六日天末1-7]))", _week),
    rule(
        rf"(?P<s>上上|上|这|本|下下|下)个?月(?:的?(?P<d>{_N})[号日]{_NOT_PLACE}"
        rf"|月?(?P<p>[初中底末]|[上中下]旬))?",
        _month_day,
    ),
    rule(
        r"(?<![\d一二三四五六七八九十个])(?P<s>)(?P<d>)月(?P<p>[初中底末]|[上中下]旬)", _month_day
    ),
    rule(
        r"(?:(?P<y>[今明后去]年|\d{2,4}年)的?)?(?<![\d.])(?P<m>1[0-2]|0?[1-9]|十[一二]?"
        r"|[一二三四五六七八九])月份?"
        r"(?:(?P<d>3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?"
        r"|[一二三四五六七八九])[号日]?(?![\d台个万套家件])"
        r"|(?P<p>[初中底末]|[上中下]旬))?",
        _date,
    ),
    rule(
        rf"(?<![\d.月第一二三四五六七八九十#])(?P<d>3[01]|[12]\d|[1-9]"
        rf"|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日]{_NOT_PLACE}",
        _day_only,
    ),
    rule(r"(?<![\d./-])(?:(?P<y>20\d\d)[-/.])(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d])", _numeric),
    rule(r"(?<![\d./-])(?P<y>)(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])", _numeric),
    rule(r"(?P<y>[今明后去]|20\d\d)?年(?P<p>[底末初中前])(?![后国])", _year_part),
    rule(r"(?P<y>[明后去]年)(?P<p>)(?![底末初中前\d一二三四五六七八九十])", _year_part),
    rule(rf"(?:(?P<s>{_SHIFT_WORD})个?|(?P<q>第?[一二三四1-4]))?季度?(?P<p>[底末初])", _quarter),
    rule(rf"(?P<d>\d{{1,2}})[、和到至~-]\d{{1,2}}[号日]{_NOT_PLACE}", _day_only),
    rule(
        r"(?<![\d./-])(?P<y>)(?P<m>1[0-2]|0[1-9])-(?P<d>3[01]|[12]\d|0[1-9])(?![\d\-万亿台个元.])",
        _numeric,
    ),
    rule(
        rf"(?P<n>{_N}|半|几)(?:(?P<more>个半)|个?多?)(?P<u>工作日|天|周|星期|礼拜|(?<=[个半多])月|年|小时|钟头"
        rf"|分钟|刻钟)(?P<w>之后|以后|后|之前|以前|前|内|之内|以内)(?!天)",
        _later,
    ),
    rule(
        rf"(?:再|过)(?P<n>{_N}|半)(?:(?P<more>个半)|个?)(?P<u>天|周|星期|礼拜|月|年|小时|分钟)(?P<w>)(?!后|之后|以后)",
        _later,
    ),
    rule(rf"每个?月的?(?P<d>{_N})[号日]", _day_only),
    rule(
        r"(?:^|(?<=[\s,。;]))(?P<y>)(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0[1-9])"
        r"(?=\s*[去到来前日]|\s+(?!万|亿|元|块|米|吨|公斤|台|个))",
        _dotted,
    ),
    *RULES_ZH,
    *HOUR_RULES,
)
_GAP = re.compile(r"[ ,()]{0,2}(?:的|大概|大约|约|左右|在)?[ ]?")
_UNTIL = re.compile(r"[ ]?(?:到|至|-|~|–|和|或者?|跟)[ ]?")
_LAPSE = re.compile(r"[ ]?(?:之前|以前|前|内)(?!天|面|台|期|后)")


def find(text: str, now: datetime) -> list[When]:
    """Find every day and hour named in Chinese; `now` is local."""
    # "3到5点" is read as "3点" over the same letters, so that a range keeps its start.
    plain = range_start(text)
    found = moments.collect(plain, now, _RULES)
    joined = moments.join(text, found, _GAP, _UNTIL)
    return [_with_deadline(text, when) for when in joined]


def _with_deadline(text: str, when: When) -> When:
    lapse = _LAPSE.match(text, when.span[1])
    if not lapse or when.tense == "past":
        return when
    # "By Wednesday" said on a Wednesday is today.
    day = when.earlier if when.sure == _SAME_DAY and when.earlier else when.day
    return replace(when, span=(when.span[0], lapse.end()), day=day, deadline=True)
