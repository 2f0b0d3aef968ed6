"""The API as its OpenAPI document describes it: what the gates are generated from."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from litestar.handlers import HTTPRouteHandler

from kernel.http import PUBLIC

SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Operation:
    """One method of one address; `needs` is what its route asks of the caller."""

    id: str
    method: str
    path: str
    needs: str
    parameters: tuple[dict[str, Any], ...]
    body: dict[str, Any] | None
    media: str
    document: dict[str, Any]

    @property
    def in_workspace(self) -> bool:
        return "{workspace}" in self.path

    @property
    def path_ids(self) -> list[str]:
        """Names of what stands in the path beside the workspace."""
        return [
            p["name"] for p in self.parameters if p["in"] == "path" and p["name"] != "workspace"
        ]

    @property
    def query(self) -> dict[str, dict[str, Any]]:
        return {
            p["name"]: resolved(self.document, p["schema"])
            for p in self.parameters
            if p["in"] == "query"
        }

    @property
    def collection(self) -> str:
        """The word before the first id: `contacts` of `contacts/{record_id}/timeline`."""
        before = self.path.split("{" + self.path_ids[0] + "}")[0] if self.path_ids else self.path
        return before.rstrip("/").rpartition("/")[2]

    def url(self, slug: str, **ids: object) -> str:
        path = self.path.replace("{workspace}", slug)
        for name, value in ids.items():
            path = path.replace("{" + name + "}", str(value))
        return path

    def sample(self, **words: object) -> dict[str, Any] | None:
        """A small sound body; `words` replaces what is generated, by the field's name."""
        if self.body is None:
            return None
        made: dict[str, Any] = sample(self.document, self.body, "", words)
        return made | {name: value for name, value in words.items() if name in fields(self)}

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations(app: Any) -> list[Operation]:
    """Every operation of the document, with what its handler asks."""
    document = app.inner.openapi_schema.to_schema()
    needs = {
        (str(route.path_format), method): handler.opt.get("needs", PUBLIC)
        for route in app.inner.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
    }
    found = []
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            content = described.get("requestBody", {}).get("content", {})
            media = next(iter(content), "")
            found.append(
                Operation(
                    id=described["operationId"],
                    method=method.upper(),
                    path=path,
                    needs=needs[path, method.upper()],
                    parameters=tuple(described.get("parameters", ())),
                    body=content[media]["schema"] if media else None,
                    media=media,
                    document=document,
                )
            )
    return found


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself: references followed, of several the first that is not null."""
    while True:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = document["components"]["schemas"][name]
            continue
        several = schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")
        if not several:
            return schema
        schema = next((one for one in several if one.get("type") != "null"), several[0])


def fields(operation: Operation) -> dict[str, dict[str, Any]]:
    """The body's fields, each with its schema."""
    if operation.body is None:
        return {}
    properties = resolved(operation.document, operation.body).get("properties", {})
    return {name: resolved(operation.document, schema) for name, schema in properties.items()}


def required(operation: Operation) -> list[str]:
    body = resolved(operation.document, operation.body or {})
    return list(body.get("required", ()))


def sample(document: dict[str, Any], schema: dict[str, Any], name: str, words: Any) -> Any:
    """A value that the schema permits: required fields only."""
    schema = resolved(document, schema)
    if name in words:
        return words[name]
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            known = schema.get("properties", {})
            return {
                key: sample(document, known[key], key, words) for key in schema.get("required", ())
            }
        case "array":
            return {"scopes": ["read"], "events": ["contact.created"]}.get(name, [])
        case "integer" | "number":
            return max(1, int(schema.get("minimum", 1)))
        case "boolean":
            return True
        case "string":
            return _text(name, schema)
    return {}


def _text(name: str, schema: dict[str, Any]) -> str:
    match schema.get("format"):
        case "uuid":
            return str(uuid4())
        case "date-time":
            return "2026-12-01T09:00:00Z"
        case "date":
            return "2026-12-01"
    likely = {
        "period": "2026-11",
        "email": f"probe-{secrets.token_hex(6)}@example.com",
        "role": "rep",
        "type": "company",
        "record_type": "company",
        "activity_kind": "visit",
        "language": "en",
        "time_zone": "Europe/Berlin",
        "password": "correct horse battery",
        "url": "https://93.184.215.14/hook",
        "color": "blue",
        "list": "industry",
        "colour": "blue",
        "reason": "other",
        "outcome": "no_answer",
        "currency": "EUR",
        "lines": "2026-01-31,EUR,1.5",
    }
    return likely.get(name, f"probe {secrets.token_hex(4)}")


def id_places(operation: Operation) -> Iterator[tuple[str, ...]]:
    """Where in the body an id may stand: `("owner_id",)`, `("links", "[]", "id")`."""
    if operation.body is not None:
        yield from _walk(operation.document, operation.body, (), 0)


def _walk(
    document: dict[str, Any], schema: dict[str, Any], at: tuple[str, ...], depth: int
) -> Iterator[tuple[str, ...]]:
    schema = resolved(document, schema)
    if depth > 4:
        return
    if schema.get("format") == "uuid":
        yield at
    for name, inner in schema.get("properties", {}).items():
        yield from _walk(document, inner, (*at, name), depth + 1)
    if schema.get("type") == "array" and "items" in schema:
        yield from _walk(document, schema["items"], (*at, "[]"), depth + 1)


def with_id(operation: Operation, place: tuple[str, ...], value: object, **words: object) -> Any:
    """A sound body in which that id stands at that place."""
    body = operation.sample(**words)
    return _put(operation.document, operation.body or {}, body, place, value, words)


def _put(
    document: dict[str, Any],
    schema: dict[str, Any],
    body: Any,
    place: tuple[str, ...],
    value: object,
    words: Any,
) -> Any:
    if not place:
        return str(value)
    schema, (first, *rest) = resolved(document, schema), place
    if first == "[]":
        inner = sample(document, schema["items"], "", words)
        return [_put(document, schema["items"], inner, tuple(rest), value, words)]
    known = schema["properties"][first]
    inner = (body or {}).get(first, sample(document, known, first, words))
    return {**(body or {}), first: _put(document, known, inner, tuple(rest), value, words)}
