"""Money as people write and say it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.parsing.money import find_amount
from bots.parsing.wording import read


def amount(text: str, currency: str = "CNY") -> tuple[int, str] | None:
    guess = find_amount(read(text).open, currency)
    return (guess.value.amount_minor, guess.value.currency) if guess else None


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("5万", 5_000_000, "CNY"),
        ("12万5千", 12_500_000, "CNY"),
        ("十二万五", 12_500_000, "CNY"),
        ("五万二", 5_200_000, "CNY"),
        ("三百五十万", 350_000_000, "CNY"),
        ("1.5亿", 15_000_000_000, "CNY"),
        ("1亿2千万", 12_000_000_000, "CNY"),
        ("總價五萬", 5_000_000, "CNY"),
        ("两千块", 200_000, "CNY"),
        ("20万元", 20_000_000, "CNY"),
        ("¥20,000", 2_000_000, "CNY"),
        ("￥２００００", 2_000_000, "CNY"),
        ("3.2 million", 320_000_000, "CNY"),
        ("$5k", 500_000, "USD"),
        ("€3.500,50", 350_050, "EUR"),
        ("1.234.567,89 €", 123_456_789, "EUR"),
        ("CHF 1'200.50", 120_050, "CHF"),
        ("180k", 18_000_000, "CNY"),
        ("500 thousand usd", 50_000_000, "USD"),
        ("15000日元", 15_000, "JPY"),
        ("usd5000", 500_000, "USD"),
        ("5-8万", 5_000_000, "CNY"),
        ("$5-8k", 500_000, "USD"),
        ("从5万降到4万5", 4_500_000, "CNY"),
    ],
)
def test_amounts_are_read_to_the_cent(text: str, minor: int, currency: str) -> None:
    assert amount(text) == (minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "wants 20 pumps",
        "要20台泵",
        "三千台",
        "2 million pumps",
        "10月1号",
        "2026年",
        "call 13812345678",
        "电话 021-12345678",
        "call +49 170 1234567 at 3pm",
        "千万别忘了",
        "万一不行",
        "便宜一点",
        "5/11 at 3",
        "降价5个点",
    ],
)
def test_quantities_dates_and_phones_are_no_money(text: str) -> None:
    assert amount(text) is None


def test_a_bare_dollar_is_the_workspace_dollar() -> None:
    assert amount("$500", "SGD") == (50_000, "SGD")
    assert amount("¥500", "JPY") == (500, "JPY")


def test_a_price_each_is_never_a_sure_amount() -> None:
    guess = find_amount("20 pumps at $5k each", "USD")
    assert guess is not None
    assert guess.confidence < 0.8


MINOR = st.integers(min_value=1, max_value=10**13)


@given(MINOR)
def test_what_is_written_is_read_back(minor: int) -> None:
    major = Decimal(minor) / 100
    assert amount(f"${major:,.2f}") == (minor, "USD")
    assert amount(f"{major:.2f} eur") == (minor, "EUR")
    german = f"{major:,.2f}".translate(str.maketrans(",.", ".,"))
    assert amount(f"€{german}") == (minor, "EUR")


@given(st.integers(min_value=1, max_value=99_999), st.integers(min_value=0, max_value=9))
def test_myriads_and_thousands_are_read_back(myriads: int, thousands: int) -> None:
    text = f"{myriads}万{f'{thousands}千' if thousands else ''}"
    assert amount(text) == ((myriads * 10_000 + thousands * 1_000) * 100, "CNY")
