"""What a briefing is made of."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Part = Literal["talk", "ours", "theirs", "deal", "objection", "answer"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to know, and the record that says so.

    An `answer` stands behind its objection. `at` is when it was said, when it is due, or since
    when a deal has been in its stage.
    """

    part: Part
    text: str
    type: str
    id: UUID
    at: datetime | None = None
    kind: str = ""
    topic: str = ""


class Briefing(msgspec.Struct, frozen=True):
    """The customer, and what to know of them."""

    type: str
    id: UUID
    title: str
    lines: list[Line]

    def of(self, *parts: Part) -> list[Line]:
        """The lines of these parts."""
        return [line for line in self.lines if line.part in parts]
