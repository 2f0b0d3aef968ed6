"""What roles speak of: the record types and their fields, told by the layer that has them."""

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from kernel.principal import Principal
from kernel.transaction import UnitOfWork


class Option(msgspec.Struct, frozen=True):
    """A field; a `fixed` one can be neither hidden nor masked, others are `maskable` or not."""

    name: str
    label: str
    fixed: bool
    maskable: bool


class Sample(msgspec.Struct, frozen=True):
    """What somebody would see of a type: how many, and some, each as (label, value) pairs."""

    count: str
    records: list[list[tuple[str, str]]]


class Subject(msgspec.Struct, frozen=True):
    """A record type, as roles name it."""

    name: str
    label: str
    fields: Callable[[UnitOfWork], Awaitable[list[Option]]]
    sample: Callable[[UnitOfWork, Principal], Awaitable[Sample]]


SUBJECTS: Final[dict[str, Subject]] = {}


def on_subject(subject: Subject) -> None:
    """Let roles speak of it."""
    SUBJECTS[subject.name] = subject
