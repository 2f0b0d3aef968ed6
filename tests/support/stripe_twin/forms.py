"""How Stripe is written to: forms whose names are paths, such as `items[0][price]`."""

import re
from typing import Any
from urllib.parse import parse_qsl

_STEP = re.compile(r"([^\[\]]+)")


def read(text: str) -> dict[str, Any]:
    """The nested parameters of a form or a query."""
    told: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        steps = _STEP.findall(name)
        if name.endswith("[]"):
            steps.append(None)
        _put(told, steps, value)
    return _lists(told)


def _put(into: dict[Any, Any], steps: list[Any], value: str) -> None:
    for step in steps[:-1]:
        into = into.setdefault(step, {})
    last = steps[-1] if steps[-1] is not None else str(len(into))
    into[last] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


def number(value: Any, otherwise: int | None = None) -> int | None:
    """A whole number as a form says it."""
    return otherwise if value in (None, "") else int(value)


def truth(value: Any) -> bool:
    """A yes or no as a form says it."""
    return value in (True, "true", "True", "1")
