"""The packs that we deliver, as they stand in `data`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from crm.records.shape.service import ValueKinds

DATA: Final = Path(__file__).parent / "data"
Words = dict[str, Annotated[str, Meta(min_length=1, max_length=80)]]
Share = Annotated[int, Meta(ge=0, le=100)]
Days = Annotated[int, Meta(ge=1, le=365)]


class StageWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage of the pack's pipeline."""

    name: Words
    kind: Literal["open", "won", "lost"] = "open"
    probability: Share = 0
    color: str = "grey"
    target_days: Days | None = None
    rot_days: Days | None = None


class FieldWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that the trade needs; it stands in the form of its type."""

    type: str
    kind: ValueKinds
    label: Words
    choices: list[Words] = []
    in_list: bool = False


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A made-up customer with a contact, a deal, a talk `ago` days ago and a step `due` in days.

    `stage` counts the open stages, `close` is in days, `custom` is by the labels of own fields.
    `person`: the customer is a household, not a firm.
    """

    company: str
    city: str
    industry: str
    level: Literal["A", "B", "C", "D"]
    contact: str
    job: str
    part: Literal["decision_maker", "influencer", "user", "finance"]
    deal: str
    amount: Annotated[int, Meta(ge=1)]
    stage: Annotated[int, Meta(ge=0)]
    close: int
    kind: Literal["visit", "call", "meeting", "email", "chat"]
    said: str
    ago: Annotated[int, Meta(ge=0)]
    next: str
    due: int
    custom: dict[str, Any] = {}
    person: bool = False


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a trade begins with; `lists` are words by the name of their list."""

    order: int
    icon: str
    name: Words
    about: dict[str, str]
    pipeline: Words
    stages: list[StageWish]
    fields: list[FieldWish]
    lists: dict[str, list[Words]]
    samples: dict[str, list[Sample]]


@cache
def packs() -> dict[str, Pack]:
    """By their codes, in the order in which they are offered."""
    found = {path.stem: _read(path) for path in DATA.glob("*.toml")}
    return dict(sorted(found.items(), key=lambda item: item[1].order))


def _read(path: Path) -> Pack:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Pack)
