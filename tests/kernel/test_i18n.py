"""Language, time zone, dates, numbers and money as the reader writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel import formats, i18n

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9", "zh_CN"),
        ("fr, en;q=0.5, zh;q=0.9", "zh_CN"),
        ("de;q=0.1, *", "en"),
        ("en;q=x, zh", "zh_CN"),
        ("zh;q=0, en", "en"),
        ("\x00" * 5000, "en"),
    ],
)
def test_the_language_follows_the_header(header, language):
    assert i18n.negotiate(header) == language


def test_an_unknown_time_zone_is_utc_and_no_path():
    assert i18n.zone("Asia/Shanghai").key == "Asia/Shanghai"
    for odd in ("Mars/Base", "../../etc/passwd", "", None, "\x00"):
        assert i18n.zone(odd).key == "UTC"


def test_the_block_speaks_and_the_world_outside_does_not_notice():
    with i18n.use("zh-Hans", "Asia/Shanghai"):
        assert i18n.current_language() == "zh_CN"
        assert formats.format_datetime(NOON) == "2026年11月22日 20:00"
    assert i18n.current_language() == "en"
    assert i18n.current_zone().key == "UTC"


def test_a_day_is_the_readers_day():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with i18n.use("en", "Asia/Shanghai"):
        assert formats.format_date(late) == "Nov 23, 2026"
        assert formats.format_date(date(2026, 11, 22)) == "Nov 22, 2026"


@pytest.mark.parametrize(
    ("distance", "english", "chinese"),
    [
        (timedelta(days=-3), "3 days ago", "3天前"),
        (timedelta(hours=2), "in 2 hours", "2小时后"),
    ],
)
def test_a_moment_is_told_by_its_distance(distance, english, chinese):
    with i18n.use("en"):
        assert formats.format_relative(NOON + distance, NOON) == english
    with i18n.use("zh"):
        assert formats.format_relative(NOON + distance, NOON) == chinese


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (123450, "USD", "$1,234.50"),
        (120000, "USD", "$1,200"),
        (500, "JPY", "¥500"),
        (-995, "EUR", "-€9.95"),
        (None, "USD", "—"),
    ],
)
def test_money_is_written_from_minor_units(minor, currency, shown):
    with i18n.use("en"):
        assert formats.format_money(minor, currency) == shown


def test_a_lazy_text_is_spoken_in_the_language_of_its_reader():
    text = i18n.lazy("%(count)s seats", count=3)
    assert str(text) == "3 seats"
    assert i18n.ngettext("%(num)s seat", "%(num)s seats", 1) == "1 seat"


def test_values_are_filled_in_after_translation():
    assert i18n.gettext("%(name)s left", name="100% Ada") == "100% Ada left"
    assert i18n.gettext("100%") == "100%"
