"""Whatever is sent, the message is read and nothing breaks."""

from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.parsing import Candidate, Guess, Parsed, World, parse

WORLD = World(
    (Candidate(uuid4(), "company", "上海华联泵业有限公司"), Candidate(uuid4(), "company", "...")),
    (
        Candidate(uuid4(), "contact", "王建国", "上海华联泵业有限公司"),
        Candidate(uuid4(), "contact", "👍"),
        Candidate(uuid4(), "contact", "."),
    ),
    "EUR",
)
PIECES = st.sampled_from(
    (
        "王总 华联 明天 周五 5万 12万5千 三点 $5k 31/2 99:99 2月30号 at 25 next -- , . 。 👍"
        " \x00 \u202e שלום ß İ 点半 0月 万万 亿 百百 1.2.3.4 €,, in 999 years by may 第 后 之前"
        " 前 10000000000000000000 9999-99-99 Ⅷ ² ٣ mr"
    ).split(" ")
)


def said(text: str) -> Parsed:
    return parse(
        text,
        world=WORLD,
        now=datetime(2026, 11, 18, 2, tzinfo=UTC),
        time_zone=ZoneInfo("America/Los_Angeles"),
    )


def check(parsed: Parsed) -> None:
    guesses = [*parsed.companies, *parsed.contacts] + [
        value
        for value in (
            parsed.kind,
            parsed.new_company,
            parsed.new_contact,
            parsed.amount,
            parsed.next_at,
            parsed.happened_at,
            parsed.next_text,
            parsed.stage,
        )
        if isinstance(value, Guess)
    ]
    for guess in guesses:
        assert 0 <= guess.confidence <= 1
        assert 0 <= guess.span[0] <= guess.span[1] <= len(parsed.text)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(said(text))


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["", " "]))
def test_any_jumble_of_the_words_we_know_is_read(pieces: list[str], between: str) -> None:
    check(said(between.join(pieces)))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\x00", "\x00\x00明天", "👍🏽👩‍👩‍👧", "\u202eevil\u202c", "مرحبا غدا", "שלום מחר",
        "\ud800", "İİİ Friday", "9" * 4_000, "明天" * 2_000, "万" * 4_000, "a " * 2_000,
        "," * 4_000,
        "1,000" * 800, "on the by at " * 300, "王" * 4_000, "met Wang " * 12_000, "三" * 4_000,
        "das ist " * 500, "今天 " * 1_000, "call " * 800, "约好" * 2_000,
    ],
)  # fmt: skip
def test_odd_and_endless_texts_are_read_in_time(text: str) -> None:
    said("hello")
    started = perf_counter()
    check(said(text))
    assert perf_counter() - started < 3


def test_a_hundred_thousand_characters_are_kept_whole_and_read_in_part() -> None:
    text = "拜访华联王总 周五发报价 " + "x" * 100_000
    parsed = said(text)
    assert parsed.text == text
    assert parsed.companies[0].value.name == "上海华联泵业有限公司"
