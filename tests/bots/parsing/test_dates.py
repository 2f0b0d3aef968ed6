"""Days and hours as people say them, in both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.parsing import Parsed, World, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)
ZH = "一二三四五六日"
EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def said(text: str, now: datetime = WEDNESDAY, zone: ZoneInfo = SHANGHAI) -> Parsed:
    return parse(text, world=World(currency="CNY"), now=now, time_zone=zone)


def ahead(text: str, now: datetime = WEDNESDAY) -> str | None:
    guess = said(text, now).next_at
    if guess is None:
        return None
    if isinstance(guess.value, datetime):
        return guess.value.strftime("%Y-%m-%d %H:%M")
    return guess.value.isoformat()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("明天发报价", "2026-11-19"),
        ("大后天发报价", "2026-11-21"),
        ("下周三拜访", "2026-11-25"),
        ("这周五发报价", "2026-11-20"),
        ("下个月5号发货", "2026-12-05"),
        ("月底付款", "2026-11-30"),
        ("年底签合同", "2026-12-31"),
        ("三天后联系", "2026-11-21"),
        ("两周后回访", "2026-12-02"),
        ("今天下午3点半开会", "2026-11-18 15:30"),
        ("明早8点发货", "2026-11-19 08:00"),
        ("周五下午3到5点培训", "2026-11-20 15:00"),
        ("明天上午给他打电话 十点半", "2026-11-19 10:30"),
        ("周二的会改到周四下午", "2026-11-19 14:00"),
        ("2月29号验收", "2028-02-29"),
        ("下週三發報價", "2026-11-25"),
        ("send quote tomorrow", "2026-11-19"),
        ("send quote next Friday", "2026-11-27"),
        ("call him in two weeks", "2026-12-02"),
        ("send it by March", "2027-03-01"),
        ("pay at the end of the month", "2026-11-30"),
        ("call on dec 5 at 3pm", "2026-12-05 15:00"),
        ("call at 3pm", "2026-11-18 15:00"),
        ("call tomorrow morning", "2026-11-19 09:00"),
        ("meet friday 3-5pm", "2026-11-20 15:00"),
        ("meeting moved from Tuesday to Thursday 2pm", "2026-11-19 14:00"),
        ("don't call before Friday", "2026-11-20"),
        ("not friday but monday works", "2026-11-23"),
        ("Angebot am Freitag um 15 Uhr senden", "2026-11-20 15:00"),
    ],
)
def test_the_next_step_has_its_day(text: str, wanted: str) -> None:
    assert ahead(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["no follow up needed, not now", "不用跟进了", "周五没空", "便宜一点", "有两点要求", "5号楼"],
)
def test_what_is_no_step_has_no_day(text: str) -> None:
    assert ahead(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("昨天拜访了王总", date(2026, 11, 17)),
        ("上周五见了李工", date(2026, 11, 13)),
        ("周一拜访了王总", date(2026, 11, 16)),
        ("met Wang yesterday", date(2026, 11, 17)),
        ("visited them on Monday", date(2026, 11, 16)),
        ("called him two days ago", date(2026, 11, 16)),
    ],
)
def test_a_report_has_its_day_and_no_step(text: str, wanted: date) -> None:
    parsed = said(text)
    assert parsed.next_at is None
    assert parsed.happened_at is not None
    assert parsed.happened_at.value == wanted


def test_report_and_step_in_one_breath() -> None:
    parsed = said("met wang yesterday wants 20 pumps by march send quote friday")
    assert parsed.happened_at is not None
    assert parsed.happened_at.value == date(2026, 11, 17)
    assert parsed.next_at is not None
    assert parsed.next_at.value == date(2026, 11, 20)
    assert parsed.next_text is not None
    assert parsed.next_text.value == "send quote friday"


def test_a_day_that_reads_two_ways_is_unsure() -> None:
    guess = said("call him 5/12").next_at
    assert guess is not None
    assert guess.confidence < 0.5


@pytest.mark.parametrize(
    ("now", "text", "wanted"),
    [
        ((2026, 1, 31), "一个月后回访", "2026-02-28"),
        ((2028, 1, 31), "in a month call him", "2028-02-29"),
        ((2028, 1, 31), "call him in a month", "2028-02-29"),
        ((2026, 12, 31), "明天发报价", "2027-01-01"),
        ((2026, 12, 20), "下个月5号发货", "2027-01-05"),
        ((2026, 12, 30), "send it next Friday", "2027-01-08"),
        ((2027, 2, 28), "call tomorrow", "2027-03-01"),
    ],
)
def test_months_and_years_roll_over(now: tuple[int, int, int], text: str, wanted: str) -> None:
    assert ahead(text, datetime(*now, 9, tzinfo=SHANGHAI)) == wanted


def test_tomorrow_is_the_speakers_tomorrow() -> None:
    now = datetime(2026, 11, 18, 20, tzinfo=ZoneInfo("UTC"))
    assert ahead("call tomorrow", now) == "2026-11-20"


NOWS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
)
PHRASES = st.sampled_from(
    [
        *"今天 明天 后天 周三 下周一 这周五 月底 年底 3月前 5号 31号 10月1号 三天后 半小时后"
        " 下午3点 明早 今晚 周末 下班前".split(),
        "today",
        "tomorrow",
        "friday",
        "next monday",
        "at 3pm",
        "by march",
        "the 31st",
        "feb 29",
        "end of month",
        "in an hour",
        "tonight",
        "this week",
        "eod",
        "1/2",
        "next quarter",
    ]
)


@given(NOWS, PHRASES, st.sampled_from(["send quote ", "发报价 ", "", "拜访了 ", "met him "]))
def test_a_next_step_never_lies_in_the_past(now: datetime, phrase: str, verb: str) -> None:
    guess = said(verb + phrase, now).next_at
    if guess is None:
        return
    if isinstance(guess.value, datetime):
        assert guess.value.timestamp() >= now.timestamp()
    else:
        assert guess.value >= now.date()


@given(NOWS, st.integers(0, 6), st.sampled_from(["周", "下周", "星期", "下个礼拜"]))
def test_the_weekday_asked_is_the_weekday_got_in_chinese(
    now: datetime, weekday: int, word: str
) -> None:
    guess = said(f"{word}{ZH[weekday]}发报价", now).next_at
    assert guess is not None
    assert guess.value.weekday() == weekday
    assert guess.value - now.date() <= timedelta(days=14)  # type: ignore[operator]


@given(NOWS, st.integers(0, 6), st.sampled_from(["", "next ", "on ", "by ", "this "]))
def test_the_weekday_asked_is_the_weekday_got_in_english(
    now: datetime, weekday: int, word: str
) -> None:
    guess = said(f"send quote {word}{EN[weekday]}", now).next_at
    assert guess is not None
    assert guess.value.weekday() == weekday


@pytest.mark.parametrize("text", ["上午拜访华联王总，嫌贵", "morning at Hualian, price too high"])
def test_a_morning_that_is_over_is_this_morning(text):
    now = WEDNESDAY.replace(hour=20)
    read = said(text, now)
    assert read.next_at is None
    assert read.happened_at.value == now.replace(hour=9, minute=0)


@pytest.mark.parametrize(
    "text",
    ["met Wang, wants 20 pumps by March", "拜访王总，3月前要20台泵", "见了陈总，10月底前交货30台"],
)
def test_when_they_need_it_is_no_day_of_ours(text):
    assert said(text).next_at is None
    assert said(f"{text}, send quote Friday").next_at is not None


def test_a_name_that_ends_like_tomorrow_is_no_tomorrow():
    assert said("我答应李明下周寄样品").next_at.value == date(2026, 11, 23)
