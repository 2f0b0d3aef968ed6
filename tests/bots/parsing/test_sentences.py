"""Reads the labelled sentences and tells, field by field, what the card would show."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.bench.parse import judge, measure
from app.bench.parse_cases import read
from app.cli.bench import bench

SETS = Path(__file__).parents[3] / "deploy" / "evalsets" / "parse"
PARTS = ("develop", "held_out")
FLOORS = {
    "company": 0.98,
    "contact": 0.97,
    "kind": 0.95,
    "next_at": 0.97,
    "next_text": 0.93,
    "amount_minor": 0.99,
    "currency": 0.97,
    "stage": 0.9,
}


@cache
def figures(part: str) -> dict[str, Any]:
    return measure(SETS / f"{part}.jsonl")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("field", FLOORS)
def test_what_reps_write_is_understood(part: str, field: str) -> None:
    one = figures(part)["fields"][field]["all"]
    missed = [miss for miss in figures(part)["misses"] if miss["field"] == field]
    assert one["judged"] >= 20
    assert one["accuracy"] >= FLOORS[field], missed


@pytest.mark.parametrize("part", PARTS)
def test_who_is_meant_is_among_the_first_three(part: str) -> None:
    assert figures(part)["fields"]["company"]["all"]["top3"] >= 0.99


@pytest.mark.parametrize("part", PARTS)
def test_a_wrong_guess_is_hardly_ever_a_confident_one(part: str) -> None:
    silent = [miss for miss in figures(part)["misses"] if miss["silent"]]
    assert figures(part)["silent_share"] < 0.005, silent


def test_the_sets_are_large_and_half_chinese() -> None:
    langs = [case.lang for part in PARTS for case in read(SETS / f"{part}.jsonl")]
    assert len(langs) >= 400
    assert langs.count("zh") >= len(langs) * 0.45


def test_the_language_is_told_apart() -> None:
    cases = [case for case in read(SETS / "develop.jsonl") if case.lang in ("zh", "en")]
    wrong = [case.text for case in cases if case.parsed().lang != case.lang]
    assert len(wrong) <= len(cases) * 0.02, wrong


LINE = {
    "text": "met Wang at Hualian, wants 20 pumps, send quote for $5k Friday 3pm",
    "lang": "en",
    "now": "2026-11-18T10:00:00+00:00",
    "time_zone": "Europe/London",
    "world": {
        "companies": ["Hualian Pumps", "Delta Water", "Delta Chemicals"],
        "contacts": [{"name": "Wang Wei", "company": "Hualian Pumps"}],
        "deals": [],
        "currency": "USD",
    },
    "expect": {"company": "Hualian Pumps", "next_at": "2026-11-20", "amount_minor": 500000},
}


def test_a_set_of_ones_own_is_measured_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps(LINE), encoding="utf-8")
    answer = CliRunner().invoke(bench, ["parse", "--set", str(file), "--json"])
    found = json.loads(answer.output)
    assert found["fields"]["company"]["en"] == {
        "judged": 1, "accuracy": 1.0, "silent": 0, "top3": 1.0,
    }  # fmt: skip
    assert found["fields"]["currency"]["all"]["accuracy"] == 1.0
    assert "misses" not in found


def test_what_is_expected_to_be_nothing_must_not_be_found(tmp_path: Path) -> None:
    wanted = {"amount_minor": None, "next_at": "2026-11-20T09:00", "contact": None}
    file = tmp_path / "strict.jsonl"
    file.write_text(json.dumps(LINE | {"expect": wanted}), encoding="utf-8")
    missed = {one["field"]: one["got"] for one in measure(file)["misses"]}
    assert missed["amount_minor"] == "500000"
    assert missed.keys() == {"amount_minor", "next_at", "contact"}


def test_two_that_are_close_must_both_be_offered(tmp_path: Path) -> None:
    both = {"companies": ["Delta Water", "Delta Chemicals"]}
    file = tmp_path / "close.jsonl"
    file.write_text(json.dumps(LINE | {"text": "delta called", "expect": both}), encoding="utf-8")
    [case] = read(file)
    assert all(verdict.right for verdict in judge(case, case.card()))
    card = case.card()
    card.sure["company"] = 0.95
    assert [verdict.silent for verdict in judge(case, card)] == [True]
