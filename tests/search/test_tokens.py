"""Words as people type them find words as people wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.tokens import MAX_QUERY_TERMS, MAX_TERM, query_terms, terms


@pytest.mark.parametrize(
    ("typed", "written", "shared"),
    [
        ("meeting", "We had three MEETINGS.", "meet"),
        ("报价", "客戶要求報價", "报价"),
        ("ＥＲＰ", "erp系统", "erp"),
        ("13800138000", "Call +86 138 0013 8000 tomorrow", "13800138000"),
        ("+86 13800138000", "手机13800138000。", "13800138000"),
        ("(010) 8888-1234", "tel 01088881234", "01088881234"),
        ("ab-1234", "Ordered AB-1234, twice", "ab-1234"),
        ("1200000", "Budget 1,200,000 a year", "1200000"),
        ("2026-11-22", "until 2026-11-22.", "2026-11-22"),
        ("ada@example.com", "Mail: Ada@Example.com.", "ada@example.com"),
        ("example", "Mail: Ada@Example.com.", "exampl"),
        ("Café", "the cafe\u0301 next door", "café"),
        ("ada", "Ada's quote", "ada"),
    ],
)
def test_a_question_meets_the_text(typed: str, written: str, shared: str) -> None:
    assert shared in query_terms(typed)
    assert shared in terms(written)


def test_chinese_keeps_characters_and_pairs() -> None:
    assert terms("要报价") == {"要": 1, "要报": 1, "报": 1, "报价": 1, "价": 1}
    assert query_terms("报价") == {"报": 1.0, "报价": 0.3, "价": 1.0}


def test_a_long_question_is_cut() -> None:
    assert len(query_terms(" ".join(f"word{n}" for n in range(10_000)))) == MAX_QUERY_TERMS


@given(st.text(max_size=300))
def test_any_text_can_be_indexed(text: str) -> None:
    for term, count in terms(text).items():
        assert 0 < len(term) <= MAX_TERM
        assert count > 0
        assert "\0" not in term
        term.encode()


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_every_text_finds_itself(text: str) -> None:
    assert set(query_terms(text)) <= set(terms(text))


@given(st.text(alphabet="报價客户ABc1 ３é-.,", max_size=80))
def test_case_width_and_spelling_change_nothing(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower())
