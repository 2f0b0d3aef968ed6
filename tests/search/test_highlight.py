"""What is marked in a result is what was asked for, at its place in the text as written."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.highlight import MAX_SNIPPET, highlight, snippet
from search.text.tokens import query_terms


def marked(text: str, question: str) -> list[str]:
    return [text[start:end] for start, end in highlight(text, query_terms(question))]


def test_other_forms_of_a_word_are_marked() -> None:
    assert marked("Two meetings, one MEETING.", "meeting") == ["meetings", "MEETING"]


def test_traditional_characters_are_marked_as_written() -> None:
    assert marked("客戶要求報價，張先生", "客户报价") == ["客戶", "報價"]


def test_stray_characters_are_not_marked_beside_a_whole_word() -> None:
    assert marked("报价单的价格", "报价") == ["报价"]
    assert marked("价格不错", "报价") == ["价"]


def test_places_survive_characters_that_fold_to_several() -> None:
    assert marked("ﬁle ½ ㌖ quote ＥＲＰ", "quote erp") == ["quote", "ＥＲＰ"]
    assert marked("the cafe\u0301 quote", "café") == ["cafe\u0301"]


def test_the_snippet_shows_the_stretch_with_most_of_the_question() -> None:
    text = "budget " + "filler words here " * 40 + "the budget for the new crane " + "more " * 80
    found = snippet(text, query_terms("crane budget"))
    assert len(found.text) <= MAX_SNIPPET
    assert [found.text[a:b] for a, b in found.highlights] == ["budget", "crane"]
    assert found.text.startswith("…")


@given(st.text(max_size=600), st.text(max_size=40))
def test_marks_stay_inside_and_apart(text: str, question: str) -> None:
    found = snippet(text, query_terms(question))
    assert len(found.text) <= MAX_SNIPPET
    last = -1
    for start, end in found.highlights:
        assert last < start < end <= len(found.text)
        last = end
