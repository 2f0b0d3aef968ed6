"""Reads the labelled sentences and tells, field by field, what was understood."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import pytest
from rapidfuzz import fuzz

from bots.parsing import Candidate, Guess, Parsed, World, parse

SENTENCES = Path(__file__).parent / "sentences.jsonl"
CONFIDENT = 0.9


@dataclass
class Score:
    """How often a field was right, and which sentences it missed."""

    right: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


def sentences() -> list[dict[str, Any]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def world_of(data: dict[str, Any]) -> World:
    companies = tuple(
        Candidate(uuid5(NAMESPACE_URL, f"company/{name}"), "company", name)
        for name in data["companies"]
    )
    contacts = tuple(
        Candidate(
            uuid5(NAMESPACE_URL, f"contact/{one['name']}/{one['company']}"),
            "contact",
            one["name"],
            one["company"],
        )
        for one in data["contacts"]
    )
    return World(companies, contacts, data.get("currency", "USD"))


def understood(line: dict[str, Any]) -> Parsed:
    return parse(
        line["text"],
        world=world_of(line["world"]),
        now=datetime.fromisoformat(line["now"]),
        time_zone=ZoneInfo(line["time_zone"]),
    )


def _same_day(got: date | datetime, wanted: str) -> bool:
    if "T" not in wanted:
        day = got.date() if isinstance(got, datetime) else got
        return day.isoformat() == wanted
    return isinstance(got, datetime) and got.strftime("%Y-%m-%dT%H:%M") == wanted


def _same_words(got: str, wanted: str) -> bool:
    got, wanted = got.casefold(), wanted.casefold()
    return wanted in got or fuzz.ratio(got, wanted) >= 75


def _check(parsed: Parsed, name: str, wanted: Any) -> tuple[bool, float]:
    ranked = {"company": parsed.companies, "contact": parsed.contacts}
    if name in ranked:
        best = ranked[name][0] if ranked[name] else None
        return (best is not None and best.value.name == wanted), best.confidence if best else 0
    if name in ("amount_minor", "currency"):
        amount = parsed.amount
        return (amount is not None and getattr(amount.value, name) == wanted), (
            amount.confidence if amount else 0
        )
    guess: Guess[Any] | None = getattr(parsed, name)
    if guess is None:
        return False, 0
    if name == "next_at":
        return _same_day(guess.value, wanted), guess.confidence
    if name == "next_text":
        return _same_words(guess.value, wanted), guess.confidence
    return guess.value == wanted, guess.confidence


@cache
def score() -> dict[str, Score]:
    """Score every labelled field; a "silent" miss is one with high confidence."""
    scores: dict[str, Score] = defaultdict(Score)
    for line in sentences():
        parsed = understood(line)
        for name, wanted in line["expect"].items():
            right, confidence = _check(parsed, name, wanted)
            one = scores[name]
            one.total += 1
            one.right += right
            if not right:
                one.misses.append(line["text"])
                if confidence >= CONFIDENT:
                    one.silent.append(line["text"])
        for name in ("amount_minor", "next_at", "stage"):
            if name in line["expect"]:
                continue
            guess = parsed.amount if name == "amount_minor" else getattr(parsed, name)
            if guess is not None and guess.confidence >= CONFIDENT:
                scores[f"unasked {name}"].misses.append(line["text"])
        top = [g.value.name for g in parsed.companies[:3]]
        if "company" in line["expect"]:
            three = scores["company in top 3"]
            three.total += 1
            three.right += line["expect"]["company"] in top
    return scores


FLOORS = {
    "company": 0.97,
    "company in top 3": 0.99,
    "contact": 0.95,
    "kind": 0.95,
    "next_at": 0.97,
    "next_text": 0.93,
    "amount_minor": 0.97,
    "currency": 0.97,
    "stage": 0.9,
}


@pytest.mark.parametrize("field_name", FLOORS)
def test_what_reps_write_is_understood(field_name: str) -> None:
    one = score()[field_name]
    assert one.total >= 10
    assert one.share >= FLOORS[field_name], one.misses


def test_a_wrong_guess_is_hardly_ever_a_confident_one() -> None:
    silent = [miss for one in score().values() for miss in one.silent]
    assert len(silent) <= sum(one.total for one in score().values()) * 0.005, silent


def test_no_amount_or_stage_is_confidently_made_up() -> None:
    for name in ("unasked amount_minor", "unasked stage"):
        assert len(score()[name].misses if name in score() else []) <= 1


def test_the_set_is_large_and_half_chinese() -> None:
    lines = sentences()
    assert len(lines) >= 120
    assert sum(line["lang"] == "zh" for line in lines) >= len(lines) * 0.45


def test_the_language_is_told_apart() -> None:
    lines = [line for line in sentences() if line["lang"] != "mixed"]
    wrong = [line["text"] for line in lines if understood(line).lang != line["lang"]]
    assert len(wrong) <= 2, wrong
