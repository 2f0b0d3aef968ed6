import re
from itertools import islice

import pytest

from app.seed.tongue import TONGUES, ascii_word
from app.seed.world import workspaces

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_twenty_thousand_notes_hardly_repeat(language, now) -> None:
    largest = next(workspaces("large", language, seed=3, now=now))
    texts = [activity.text for activity in islice(largest.activities(), 20_000)]
    assert len(texts) == 20_000
    assert len(set(texts)) / len(texts) >= 0.95


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notes_are_filled_in_short_and_in_their_language(language, now) -> None:
    largest = next(workspaces("large", language, seed=3, now=now))
    for activity in islice(largest.activities(), 3_000):
        assert "{" not in activity.text
        assert "{" not in (activity.next_step or "")
        assert 3 < len(activity.text) < 400
        assert bool(HAN.search(activity.text)) == (language == "zh")


def test_every_trade_can_be_written_about_with_every_sentence() -> None:
    for tongue in TONGUES.values():
        assert len(tongue.trades) >= 10
        for trade in tongue.trades:
            assert len(trade.products) >= 5
            assert len(trade.rivals) >= 5
            assert len(trade.buyers) >= 5


def test_names_are_spelled_in_latin_letters() -> None:
    assert ascii_word("Müller") == "mueller"
    assert ascii_word("Núñez") == "nunez"
    assert ascii_word("40' Häfen") == "40haefen"
