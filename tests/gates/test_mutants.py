"""The mutants are kept: each still breaks something that is there."""

import pytest

from app.gates import mutation
from app.gates.breakage import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_a_mutant_still_applies(mutant):
    assert mutation.stale(mutant) == []
    assert bool(mutant.edits) is not bool(mutant.sql)
    for test in mutant.tests:
        path, _, name = test.partition("::")
        text = (mutation.ROOT / path).read_text(encoding="utf-8")
        assert not name or f"def {name.partition('[')[0]}(" in text, test


def test_every_mutant_has_a_name_of_its_own():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 50
