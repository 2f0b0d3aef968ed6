"""The operations of a description, each with all that a reader wants to know of it."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from app.apidocs.shapes import Field, Shapes

METHODS: Final = ("get", "post", "put", "patch", "delete")
_JSON: Final = "application/json"
_PLACES: Final = {"workspace": "acme"}


class Answer(msgspec.Struct, frozen=True):
    """What may come back."""

    status: str
    text: str
    kind: str
    fields: tuple[Field, ...]


class Operation(msgspec.Struct, frozen=True):
    """One thing that the API does."""

    id: str
    title: str
    group: str
    method: str
    path: str
    text: str
    open: bool
    parameters: tuple[tuple[str, Field], ...]
    body_type: str
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    curl: str

    def matches(self, words: list[str]) -> bool:
        """Whether every word is in its name, address or group."""
        whole = f"{self.id} {self.title} {self.method} {self.path} {self.group}".casefold()
        return all(word in whole for word in words)


def operations(document: dict[str, Any], url: str) -> list[Operation]:
    """All of them, by group and address."""
    shapes = Shapes(document)
    found = [
        _operation(shapes, url, path, method, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    return sorted(found, key=lambda one: (one.group, one.path, METHODS.index(one.method.lower())))


def _operation(shapes: Shapes, url: str, path: str, method: str, told: dict[str, Any]) -> Operation:
    body_type, schema = _body(told)
    public = "401" not in told.get("responses", {})
    return Operation(
        id=told["operationId"],
        title=_title(told["operationId"]),
        group=(told.get("tags") or [""])[0],
        method=method.upper(),
        path=path,
        text=told.get("description") or "",
        open=public,
        parameters=tuple(_parameters(shapes, told)),
        body_type=body_type,
        body=shapes.fields(schema) if schema else (),
        answers=tuple(_answers(shapes, told)),
        curl=_curl(shapes, f"{url}{_filled(path)}", method, (body_type, schema), public=public),
    )


def _title(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return words[:1].upper() + words[1:]


def _body(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    content = told.get("requestBody", {}).get("content", {})
    for kind, media in content.items():
        return kind, media.get("schema", {})
    return "", {}


def _parameters(shapes: Shapes, told: dict[str, Any]) -> Iterator[tuple[str, Field]]:
    for one in told.get("parameters", ()):
        schema = one.get("schema", {})
        said = shapes.fields({"properties": {one["name"]: schema}})[0].text
        text = one.get("description", "") if one.get("description", "") not in said else ""
        text = ": ".join(part for part in (text, said) if part)
        yield one["in"], Field(one["name"], shapes.kind(schema), one.get("required", False), text)


def _answers(shapes: Shapes, told: dict[str, Any]) -> Iterator[Answer]:
    for status, one in sorted(told.get("responses", {}).items()):
        content: dict[str, Any] = next(iter(one.get("content", {}).values()), {})
        schema = content.get("schema", {})
        good = status < "300"
        text = (
            "" if good and one.get("description") == "Additional response" else one["description"]
        )
        fields = shapes.fields(schema) if schema and good else ()
        yield Answer(status, text, shapes.kind(schema) if schema else "", fields)


def _filled(path: str) -> str:
    """An address with something in its places."""
    return re.sub(r"\{(\w+)\}", lambda place: _PLACES.get(place[1], place[1].upper()), path)


def _curl(
    shapes: Shapes, address: str, method: str, body: tuple[str, dict[str, Any]], *, public: bool
) -> str:
    words = ["curl"] if method == "get" else [f"curl -X {method.upper()}"]
    lines = [f"{' '.join(words)} '{address}'"]
    if not public:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    kind, schema = body
    if kind == _JSON and schema:
        lines.append(f"-H 'Content-Type: {_JSON}'")
        example = json.dumps(shapes.example(schema), ensure_ascii=False)
        lines.append("-d '" + example.replace("'", "'\\''") + "'")
    elif kind:
        lines.append("-F 'data=@price-list.pdf'")
    return " \\\n  ".join(lines)
