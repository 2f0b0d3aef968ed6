"""Schemas in words, and examples of what they describe."""

import re
from typing import Any, Final

import msgspec

DEEPEST: Final = 4
_EXAMPLES: Final[dict[str, Any]] = {
    "email": "ada@example.com",
    "password": "correct horse battery",
    "company": "Acme",
    "language": "en",
    "time_zone": "Europe/Berlin",
    "role": "rep",
    "kind": "visit",
    "code": "123456",
    "color": "green",
    "q": "pump price",
}
_BY_FORMAT: Final = {
    "uuid": "0198c5f2-7a10-7c3e-9d1b-5f0c2a4e8b61",
    "date-time": "2026-03-02T10:00:00Z",
    "date": "2026-03-02",
    "binary": "(a file)",
}
_BY_TYPE: Final[dict[str, Any]] = {"integer": 1, "number": 1.5, "boolean": True, "null": None}


class Field(msgspec.Struct, frozen=True):
    """A line of a shape; `inner` are the lines of what it holds."""

    name: str
    kind: str
    required: bool
    text: str
    inner: "tuple[Field, ...]" = ()


class Shapes:
    """The named schemas of a description."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._named: dict[str, Any] = document.get("components", {}).get("schemas", {})

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a reference means; without the null that may stand in its place."""
        name = schema.get("$ref", "").rpartition("/")[2]
        if name:
            found: dict[str, Any] = self._named[name]
            return found
        solid = [one for one in _choices(schema) if one.get("type") != "null"]
        return self.resolved(solid[0]) if len(solid) == 1 else schema

    def kind(self, schema: dict[str, Any]) -> str:
        """Its type in a few words."""
        if "$ref" in schema:
            return str(schema["$ref"].rpartition("/")[2])
        if choices := _choices(schema):
            return " or ".join(self.kind(one) for one in choices)
        if "enum" in schema:
            return " | ".join(str(value) for value in schema["enum"])
        if schema.get("type") == "array":
            return f"list of {self.kind(schema.get('items', {}))}"
        kind = schema.get("type", "anything")
        kind = " or ".join(kind) if isinstance(kind, list) else str(kind)
        return f"{kind} ({schema['format']})" if "format" in schema else kind

    def fields(self, schema: dict[str, Any], depth: int = 0) -> tuple[Field, ...]:
        """Its lines, with those of the shapes within."""
        whole = self.resolved(schema)
        if whole.get("type") == "array":
            return self.fields(whole.get("items", {}), depth)
        needed = set(whole.get("required", ()))
        if depth >= DEEPEST:
            return ()
        return tuple(
            Field(
                name, self.kind(part), name in needed, _limits(part), self.fields(part, depth + 1)
            )
            for name, part in whole.get("properties", {}).items()
        )

    def example(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """Something of that shape; of an object what it must have, or else all that it may."""
        whole = self.resolved(schema)
        if whole.get("examples"):
            return whole["examples"][0]
        if "enum" in whole:
            return whole["enum"][0]
        if whole.get("type") == "array":
            return [self.example(whole.get("items", {}), name, depth + 1)]
        if "properties" in whole and depth < DEEPEST:
            wanted = whole.get("required") or list(whole["properties"])
            return {key: self.example(whole["properties"][key], key, depth + 1) for key in wanted}
        return _plain(whole, name)


def _plain(schema: dict[str, Any], name: str) -> Any:
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    if name in _EXAMPLES:
        return _EXAMPLES[name]
    if schema.get("default"):
        return schema["default"]
    kind = schema.get("type", "object")
    if kind == "string":
        return f"{re.sub('_', ' ', name) or 'text'}"
    return _BY_TYPE.get(kind, {}) if isinstance(kind, str) else None


def _choices(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = schema.get("oneOf") or schema.get("anyOf") or []
    return found


def _limits(schema: dict[str, Any]) -> str:
    """What else must hold, as the description says it."""
    told = [str(schema["description"])] if schema.get("description") else []
    for word, text in (
        ("default", "default {}"),
        ("minimum", "at least {}"),
        ("maximum", "at most {}"),
        ("maxLength", "at most {} characters"),
        ("maxItems", "at most {} of them"),
    ):
        if schema.get(word) not in (None, ""):
            value = schema[word]
            told.append(text.format(int(value) if isinstance(value, float) else value))
    return ", ".join(told)
