"""What filters may ask beside fields: slices above say what a deal has reached or contains."""

from collections.abc import Callable
from typing import Any

import msgspec

from kernel.filters import Test
from kernel.principal import Principal
from kernel.sql import Args

# The SQL condition on the alias, which is true or false and never NULL.
Compile = Callable[[Test, Principal, Args, str], str]


class Question(msgspec.Struct, frozen=True):
    """A test by name; `label` says it on a list's chip, `sql` compiles it or raises `BadFilter`."""

    label: Any
    sql: Compile


_QUESTIONS: dict[tuple[str, str], Question] = {}


def ask(kind: str, name: str, label: Any, sql: Compile) -> None:
    """Let filters of a type test `name`; a field of that name would stand behind it."""
    _QUESTIONS[kind, name] = Question(label, sql)


def question(kind: str, name: str) -> Question | None:
    """What a slice said of that test."""
    return _QUESTIONS.get((kind, name))
