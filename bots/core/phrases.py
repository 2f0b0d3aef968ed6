"""Sentences and facts side by side, as each language sets them."""

from collections.abc import Iterable
from functools import reduce

from kernel.i18n import _


def sentences(*said: str) -> str:
    """One after the other; Chinese puts no space between them."""
    return reduce(lambda one, two: _("%(one)s %(two)s", one=one, two=two), filter(None, said))


def listing(facts: Iterable[str]) -> str:
    """Facts in a row, those that are empty left out."""
    said = [fact for fact in facts if fact]
    return reduce(lambda one, two: _("%(one)s, %(two)s", one=one, two=two), said) if said else ""


def aside(said: str, more: str) -> str:
    """What is said, and something about it in brackets."""
    return _("%(said)s (%(more)s)", said=said, more=more) if more else said
