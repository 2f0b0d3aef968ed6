"""A long text is cut where it breathes, and nothing of it is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.chunking import chunks, sentences


def test_a_note_is_one_part() -> None:
    assert chunks(" Visited Acme, they want a quote. ") == ["Visited Acme, they want a quote."]
    assert chunks("客户" * 200) == ["客户" * 200]
    assert chunks("  \n ") == []


def test_a_long_text_is_cut_at_sentences_with_overlap() -> None:
    text = " ".join(f"Sentence number {n} says little." for n in range(100))
    parts = chunks(text)
    assert len(parts) > 2
    assert all(part.startswith("Sentence") and part.endswith("little.") for part in parts)
    assert all(len(part.split()) <= 200 for part in parts)
    assert all(sentences(second)[0] in first for first, second in pairwise(parts))


def test_a_text_without_any_break_is_cut_too() -> None:
    parts = chunks("无" * 2_000)
    assert all(len(part) <= 400 for part in parts)
    assert sum(map(len, parts)) >= 2_000


@given(st.lists(st.sampled_from(["word", "客户。", "\n\n", "x" * 90, "end. "]), max_size=900))
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = chunks(text)
    position = 0
    for part in parts:
        found = text.find(part, max(0, position - len(part)))
        assert found >= 0
        assert not text[position:found].strip()
        position = max(position, found + len(part))
    assert not text[position:].strip()
