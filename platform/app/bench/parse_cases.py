"""Labelled sentences: what was said, who could be meant, and what a reader understands by it."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bots.core.drafts import DraftCard
from bots.core.understanding import drafted
from bots.parsing import Candidate, Parsed, World, parse
from kernel.i18n import use
from kernel.ids import uuid7

WORLDS = "worlds.json"


@dataclass(frozen=True)
class Case:
    """One sentence; `expect` holds only what is judged, and None where nothing is to be found."""

    text: str
    lang: str
    now: datetime
    zone: ZoneInfo
    world: World
    expect: dict[str, Any]

    def parsed(self) -> Parsed:
        """What the product's parser makes of it."""
        return parse(self.text, world=self.world, now=self.now, time_zone=self.zone)

    def card(self) -> DraftCard:
        """The card that the rep would be shown."""
        with use(self.lang, str(self.zone)):
            return drafted(self.parsed())


def read(file: Path) -> list[Case]:
    """The cases of a file, one JSON line each; a world may be named, and then lies beside it."""
    shared = file.parent / WORLDS
    worlds = json.loads(shared.read_text(encoding="utf-8")) if shared.exists() else {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line), worlds) for line in lines if line.strip()]


def _case(line: dict[str, Any], worlds: dict[str, Any]) -> Case:
    said = line.get("world") or {}
    world = worlds[said] if isinstance(said, str) else said
    expect = dict(line["expect"])
    if expect.get("amount_minor") is not None and world.get("currency"):
        expect.setdefault("currency", world["currency"])
    return Case(
        text=line["text"],
        lang=line.get("lang", "en"),
        now=datetime.fromisoformat(line["now"]),
        zone=ZoneInfo(line["time_zone"]),
        world=_world(json.dumps(world)),
        expect=expect,
    )


@cache
def _world(written: str) -> World:
    data = json.loads(written)
    people = [(one["name"], one.get("company")) for one in data.get("contacts", ())]
    firms = dict.fromkeys([*data.get("companies", ()), *(firm for _, firm in people if firm)])
    companies = [Candidate(uuid7(), "company", name) for name in firms]
    contacts = [Candidate(uuid7(), "contact", name, firm) for name, firm in people]
    return World(tuple(companies), tuple(contacts), data.get("currency") or "USD")
