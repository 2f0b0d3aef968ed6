"""How well the chat reads sentences, measured on labelled ones by the card it would show."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from rapidfuzz import fuzz

from app.bench.parse_cases import Case, read
from bots.core.drafts import DraftCard
from bots.core.understanding import CERTAIN, CHOICES

GOALS: Final = {
    "company": 0.95,
    "company_top3": 0.99,
    "next_at": 0.97,
    "amount_minor": 0.99,
}
SILENT_GOAL: Final = 0.005
MS_GOAL: Final = 15.0
FIELDS: Final = (
    "company", "contact", "kind", "next_at", "next_text", "amount_minor", "currency", "stage",
)  # fmt: skip
# Several that are equally likely: all are to be offered, and none of them is to be picked.
CLOSE: Final = {"companies": "company", "contacts": "contact"}
# Names of kinds that sets use for ours.
KINDS: Final = {"demo": "meeting", "phone": "call", "message": "chat", "wechat": "chat"}
ALIKE: Final = 75
_DAY, _MINUTE = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


@dataclass
class Verdict:
    """One field of one sentence; `within` is whether it is among the first three."""

    field: str
    right: bool
    within: bool
    sure: float
    got: Any

    @property
    def silent(self) -> bool:
        """Wrong, and shown as if it were certain."""
        return not self.right and self.sure >= CERTAIN


@dataclass
class Score:
    """How often one field was right in one language."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        """Count one more."""
        self.counts.update(
            judged=1, right=verdict.right, within=verdict.within, silent=verdict.silent
        )

    def figures(self, *, ranked: bool) -> dict[str, Any]:
        """The shares, with how many they are of."""
        judged = self.counts["judged"]
        found: dict[str, Any] = {
            "judged": judged,
            "accuracy": round(self.counts["right"] / judged, 4),
            "silent": self.counts["silent"],
        }
        if ranked:
            found["top3"] = round(self.counts["within"] / judged, 4)
        return found


def judge(case: Case, card: DraftCard) -> list[Verdict]:
    """Every field that the case speaks of."""
    return [_judge(name, wanted, card) for name, wanted in case.expect.items() if _known(name)]


def _known(name: str) -> bool:
    return name in FIELDS or name in CLOSE


def _judge(name: str, wanted: Any, card: DraftCard) -> Verdict:
    if name in ("company", "contact"):
        shown = _shown(card, name)
        sure = card.sure.get(name, 0)
        if wanted is None:
            return Verdict(name, not shown, not shown, sure, shown)
        first = bool(shown) and _same(shown[0], wanted)
        return Verdict(name, first, any(_same(one, wanted) for one in shown), sure, shown)
    if name in CLOSE:
        shown, sure = _shown(card, CLOSE[name]), card.sure.get(CLOSE[name], 0)
        open_ = set(wanted) <= set(shown) and sure < CERTAIN
        return Verdict(CLOSE[name], open_, open_, sure, shown)
    got, sure = _got(card, name)
    right = got is None if wanted is None else got is not None and _meets(name, got, wanted)
    return Verdict(name, right, right, sure, got)


def _shown(card: DraftCard, name: str) -> list[str]:
    """The names on the card or on its buttons, the likeliest first."""
    picked = card.company if name == "company" else card.contact
    options = card.companies if name == "company" else card.contacts
    return [party.name for party in ([picked] if picked else []) + options][:CHOICES]


def _same(got: str, wanted: str) -> bool:
    return got.casefold() == wanted.casefold()


def _got(card: DraftCard, name: str) -> tuple[Any, float]:
    if name in ("amount_minor", "currency"):
        value = getattr(card.amount, name) if card.amount else None
        return value, card.sure.get("amount", 0)
    return getattr(card, name), card.sure.get(name, 0)


def _meets(name: str, got: Any, wanted: Any) -> bool:
    if name == "next_at":
        return bool(got.strftime(_MINUTE if "T" in wanted else _DAY) == wanted[:16])
    if name == "next_text":
        said, due = got.casefold(), wanted.casefold()
        return due in said or fuzz.ratio(said, due) >= ALIKE
    if name == "kind":
        return bool(got == KINDS.get(wanted, wanted))
    return bool(got == wanted)


def measure(file: Path) -> dict[str, Any]:
    """The figures of one file."""
    cases = read(file)
    # The first sentence loads the tables of the scripts, as the bot has done long before.
    for case in cases[:1]:
        case.card()
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    misses, times, judged = [], [], 0
    for case in cases:
        started = perf_counter()
        card = case.card()
        times.append((perf_counter() - started) * 1_000)
        for verdict in judge(case, card):
            judged += 1
            scores[verdict.field]["all"].add(verdict)
            scores[verdict.field][case.lang].add(verdict)
            if not verdict.right:
                misses.append(_miss(case, verdict))
    silent = sum(one["all"].counts["silent"] for one in scores.values())
    fields = {
        name: {
            lang: score.figures(ranked=name in ("company", "contact"))
            for lang, score in sorted(scores[name].items())
        }
        for name in FIELDS
        if name in scores
    }
    return {
        "set": file.stem,
        "sentences": len(cases),
        "fields": fields,
        "silent_errors": silent,
        "silent_share": round(silent / judged, 5) if judged else 0.0,
        "ms_per_sentence": round(sum(times) / max(len(times), 1), 2),
        "ms_p95": round(sorted(times)[int(len(times) * 0.95)], 2) if times else 0.0,
        "misses": misses,
    }


def _miss(case: Case, verdict: Verdict) -> dict[str, Any]:
    wanted = case.expect.get(verdict.field)
    if wanted is None:
        many = next((key for key, one in CLOSE.items() if one == verdict.field), "")
        wanted = case.expect.get(many)
    return {
        "text": case.text,
        "lang": case.lang,
        "field": verdict.field,
        "expected": wanted,
        "got": str(verdict.got),
        "confidence": verdict.sure,
        "silent": verdict.silent,
    }


def shown(figures: dict[str, Any], *, misses: bool) -> list[str]:
    """Lines for a reader."""
    lines = [f"{figures['set']}: {figures['sentences']} sentences"]
    for name, languages in figures["fields"].items():
        parts = []
        for lang, score in languages.items():
            top3 = f" (top 3 {score['top3']:.1%})" if "top3" in score else ""
            parts.append(f"{lang} {score['accuracy']:.1%}{top3} of {score['judged']}")
        lines.append(f"  {name}: {', '.join(parts)}")
    for name, goal in GOALS.items():
        key, _, top3 = name.partition("_top")
        score = figures["fields"].get(key, {}).get("all")
        if score:
            value = score["top3" if top3 else "accuracy"]
            lines.append(f"  {name}: goal {goal:.0%} {_met(value >= goal)}")
    silent, ms = figures["silent_share"], figures["ms_per_sentence"]
    lines.append(
        f"  silent errors: {figures['silent_errors']}, {silent:.2%} of what was judged "
        f"(goal {SILENT_GOAL:.1%} {_met(silent < SILENT_GOAL)})"
    )
    lines.append(f"  {ms} ms a sentence (goal {MS_GOAL:.0f} {_met(ms < MS_GOAL)})")
    if misses:
        lines += [
            f"  {'SILENT ' if one['silent'] else ''}{one['field']}: {one['expected']} "
            f"but {one['got']} at {one['confidence']}: {one['text']}"
            for one in figures["misses"]
        ]
    return lines


def _met(met: bool) -> str:  # noqa: FBT001 -- a word in a sentence
    return "met" if met else "not met"
