"""What is written in any of the usual ways is read back as it was meant, in both languages."""

from datetime import date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bots.parsing import World, parse
from bots.parsing.money import find_amount
from bots.parsing.wording import read

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
MONTHS = "January February March April May June July August September October November December"
DIGITS = "零一二三四五六七八九"
WAYS = (
    lambda d: f"{d.month}月{d.day}号发报价",
    lambda d: f"{d.year}年{d.month}月{d.day}日签合同",
    lambda d: f"{_spoken(d.month)}月{_spoken(d.day)}号回访",
    lambda d: f"{d.month}/{d.day}寄样品，王总等着",
    lambda d: f"{d.isoformat()} 开标",
    lambda d: f"send the quote on {_month(d)} {d.day}",
    lambda d: f"send the quote by {d.day} {_month(d)[:3]} {d.year}",
    lambda d: f"call him {_month(d)[:3].lower()} {d.day}th",
    lambda d: f"call him on {d.isoformat()}",
)


def _month(day: date) -> str:
    return MONTHS.split()[day.month - 1]


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def _next(text: str) -> date | datetime | None:
    guess = parse(text, world=World(currency="CNY"), now=NOW, time_zone=SHANGHAI).next_at
    return guess.value if guess else None


def _amount(text: str) -> int | None:
    guess = find_amount(read(text).open, "CNY")
    return guess.value.amount_minor if guess else None


@given(st.integers(1, 280), st.sampled_from(WAYS))
def test_a_day_is_read_back_however_it_is_written(days, way):
    day = NOW.date() + timedelta(days=days)
    assert _next(way(day)) == day


@given(st.integers(1, 60), st.sampled_from(["{}天后回访", "再过{}天回访", "call him in {} days"]))
def test_days_from_now_are_counted(days, way):
    assert _next(way.format(days)) == NOW.date() + timedelta(days=days)


@given(
    st.integers(8, 20),
    st.integers(0, 59),
    st.sampled_from(["明天{:d}:{:02d}开会", "call him tomorrow at {:d}:{:02d}"]),
)
def test_the_minute_is_kept(hour, minute, way):
    wanted = datetime(2026, 11, 19, hour, minute, tzinfo=SHANGHAI)
    assert _next(way.format(hour, minute)) == wanted


def _zh(number: int) -> str:
    """Write a number as it is said: 203500 is 二十万零三千五百."""
    head, rest = divmod(number, 10_000)
    words = _zh(head) + "万" if head else ""
    gap = bool(head)
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, unit)
        if digit:
            words += ("零" if gap and words and unit < 1_000 else "") + DIGITS[digit] + name
        gap = not digit
    return words


@given(st.integers(1_000, 99_999_999))
@example(203_005)
def test_an_amount_said_in_chinese_is_read_back(number):
    assert _amount(f"报价{_zh(number)}元") == number * 100


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def _en(number: int) -> str:
    for unit, name in ((10**6, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= unit:
            head, rest = divmod(number, unit)
            return f"{_en(head)} {name}" + (f" {_en(rest)}" if rest else "")
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f" {ONES[ones]}" if ones else "")


@given(st.integers(1_000, 99_999_999))
def test_an_amount_said_in_english_is_read_back(number):
    assert _amount(f"they pay {_en(number)} yuan") == number * 100


@given(st.sampled_from("国庆 元旦 五一 圣诞 春节 中秋 端午".split()), st.integers(0, 700))
def test_after_a_feast_is_after_before_it_and_never_in_the_past(feast, days):
    now = NOW + timedelta(days=days)
    found = [
        parse(f"{feast}{word}回访", world=World(), now=now, time_zone=SHANGHAI).next_at
        for word in ("前", "后")
    ]
    before, after = (guess.value for guess in found if guess is not None)
    assert min(before, after) >= now.date()


def test_a_text_ten_times_as_long_takes_about_ten_times_as_long():
    sentence = (
        "拜访华联王总 3月前要20台泵 from 5万 to 12万5千 send quote friday 3pm signed with us "
    )
    read(sentence)

    def seconds(times: int) -> float:
        started = perf_counter()
        parse(sentence * times, world=World(), now=NOW, time_zone=SHANGHAI)
        return perf_counter() - started

    seconds(4)
    short = min(seconds(4) for _ in range(3))
    assert min(seconds(40) for _ in range(2)) < short * 60
