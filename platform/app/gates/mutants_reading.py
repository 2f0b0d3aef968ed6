"""Broken on purpose: nobody is picked silently, and one customer's words are not another's."""

from typing import Final

from app.gates.mutants import edit

LIKE_NAMES: Final = "tests/bots/core/test_drafts.py::test_two_customers_of_like_name_are_asked_for"
SEVERAL: Final = "tests/bots/core/test_several.py"
PARTS: Final = "tests/bots/parsing/test_parts.py::test_who_is_only_mentioned_has_none"
MONEY: Final = "tests/bots/parsing/test_money.py"

READING: Final = (
    edit(
        "one of two that are close is picked",
        "bots/parsing/names.py",
        "        if rivals:\n            sure = min(sure, _CAP)\n        elif place:",
        "        if place:",
        LIKE_NAMES,
    ),
    edit(
        "whoever is likely is picked",
        "bots/core/understanding.py",
        "if options and options[0].confidence >= CERTAIN:",
        "if options:",
        LIKE_NAMES,
    ),
    edit(
        "two customers share a card",
        "bots/core/noting.py",
        "for part in customers_apart(text, world)]",
        "for part in [text]]",
        SEVERAL,
    ),
    edit(
        "a competitor is visited",
        "bots/parsing/turning.py",
        "            return _BESIDE.match(after) is None\n",
        "            return True\n",
        PARTS,
    ),
    edit(
        "the last digit said is one unit",
        "bots/parsing/numerals.py",
        "        tail *= last // 10",
        "        pass",
        MONEY,
    ),
)
