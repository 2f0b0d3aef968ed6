"""A text read clause by clause: what is objected, what is needed, what is promised."""

import re
from typing import Final, Literal

import msgspec

from crm.knowledge.hearing.cues import DENIED, NEEDS, OBJECTIONS, THEIRS, Cue
from crm.records.naming.folding import HAN

Heard = Literal["objection", "need"]
READ: Final = 20_000
CLAUSES: Final = 400

_HAN = re.compile(f"[{HAN}]")
_ENDS = re.compile(r"[\n。！？；!?;]+|[，,](?!\d)|\.(?=\s|$)")


class Said(msgspec.Struct, frozen=True):
    """One objection or need, in the customer's or the writer's own words."""

    kind: Heard
    topic: str
    clause: str

    def of(self, clause: str) -> "Said":
        """The same, in other words."""
        return Said(self.kind, self.topic, clause)


def clauses(text: str) -> list[str]:
    """The parts of what was written, short enough to mean one thing."""
    parts = (part.strip() for part in _ENDS.split(text[:READ]))
    return [part for part in parts if part][:CLAUSES]


def heard(text: str) -> list[Said]:
    """Each kind and topic once, in the order in which they stand there."""
    found: dict[tuple[str, str], Said] = {}
    for clause in clauses(text):
        said = _read(clause)
        if said is not None:
            found.setdefault((said.kind, said.topic), said)
    if any(kind == "need" and topic != "other" for kind, topic in found):
        found.pop(("need", "other"), None)
    return list(found.values())


def whole(text: str, said: Said) -> str:
    """All that was said of it, clause by clause: Chinese ones are often of two characters."""
    parts = [clause for clause in clauses(text) if _read(clause) == said.of(clause)]
    return ("，" if _HAN.search(said.clause) else ", ").join(parts)


def promised(text: str) -> list[str]:
    """What the customer said to do, clause by clause."""
    return [clause for clause in clauses(text) if THEIRS.search(clause)]


def _read(clause: str) -> Said | None:
    topic = _first(OBJECTIONS, clause)
    if topic and not DENIED.search(clause):
        return Said("objection", topic, clause)
    topic = _first(NEEDS, clause)
    return Said("need", topic, clause) if topic else None


def _first(cues: tuple[Cue, ...], clause: str) -> str:
    return next((topic for topic, pattern in cues if pattern.search(clause)), "")
