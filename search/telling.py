"""A record that was found, as it is told: the best lines, whose, from when, and why it is here."""

from typing import Any
from uuid import UUID

from search.found import RecordRef, Result, Way
from search.hybrid import Fused
from search.legs import Legs
from search.text.highlight import snippet
from search.wanted import written_at

Ways = dict[Way, frozenset[UUID]]


def told(legs: Legs, ways: Ways, entry: Fused, row: Any) -> Result:
    shown = snippet(row["text"] or row["title"], legs.shown_terms)
    return Result(
        record=ref(row),
        snippet=shown.text,
        highlights=shown.highlights,
        score=entry.score,
        by=row["by_name"],
        at=written_at(row["record_id"]),
        why=[way for way, records in ways.items() if entry.record_id in records],
        about=_named(legs, row),
        file=row["file"],
    )


def ref(row: Any) -> RecordRef:
    return RecordRef(row["record_type"], row["record_id"], row["title"])


def _named(legs: Legs, row: Any) -> list[str]:
    """Whom the question names that this record is linked with; all of them are visible."""
    linked = set(row["linked"])
    names = legs.question.names if legs.question else []
    return [title for name in names for id, title in name.records.items() if id in linked]
