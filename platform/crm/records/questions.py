"""What filters may ask beside fields: slices above say what a deal has reached or contains."""

from collections.abc import Callable
from typing import Any

import msgspec

from kernel.filters import Test
from kernel.principal import Principal
from kernel.sql import Args

# The SQL condition on the alias, which is true or false and never NULL.
Compile = Callable[[Test, Principal, Args, str], str]
# What somebody may choose from, with its names.
Options = Callable[[Principal], list[tuple[str, str]]]


class Question(msgspec.Struct, frozen=True):
    """A test by name; `label` says it on a list's chip, `sql` compiles it or raises `BadFilter`.

    One with `ops` and `options` is offered where people put filters together.
    """

    label: Any
    sql: Compile
    ops: tuple[str, ...] = ()
    options: Options = lambda _principal: []


_QUESTIONS: dict[tuple[str, str], Question] = {}


def ask(
    kind: str,
    name: str,
    label: Any,
    sql: Compile,
    ops: tuple[str, ...] = (),
    options: Options = lambda _principal: [],
) -> None:
    """Let filters of a type test `name`; a field of that name would stand behind it."""
    _QUESTIONS[kind, name] = Question(label, sql, ops, options)


def question(kind: str, name: str) -> Question | None:
    """What a slice said of that test."""
    return _QUESTIONS.get((kind, name))


def offered(kind: str, principal: Principal) -> list[tuple[str, Question]]:
    """What the principal can choose for filters of a type, where there is something to choose."""
    asked = ((name, one) for (of, name), one in _QUESTIONS.items() if of == kind and one.ops)
    return [(name, one) for name, one in asked if one.options(principal)]


def named(principal: Principal) -> dict[str, str]:
    """What the identifiers in such filters stand for."""
    several = (one.options(principal) for one in _QUESTIONS.values() if one.ops)
    return {value: label for options in several for value, label in options}
