"""WeCom's XML: names and texts right below the root, and nothing else that XML could do."""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from bots.gateway.channel import Unsound

DEPTH = 2


class _Refused(Exception):
    """A document type, or an entity: what makes a small text large, or reads other files."""


def flat(raw: bytes) -> dict[str, str]:
    """The texts by their names; raises `Unsound`."""
    found: dict[str, str] = {}
    path: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, _about: path.append(name)
    parser.EndElementHandler = lambda _name: path.pop()
    parser.CharacterDataHandler = _into(found, path)
    try:
        parser.Parse(raw, True)  # noqa: FBT003 -- the last piece
    except (expat.ExpatError, ValueError, _Refused) as error:
        raise Unsound(type(error).__name__, None) from error
    return found


def _into(found: dict[str, str], path: list[str]) -> Callable[[str], None]:
    def take(text: str) -> None:
        if len(path) == DEPTH:
            found[path[-1]] = found.get(path[-1], "") + text

    return take


def _refuse(*_about: Any) -> None:
    raise _Refused
