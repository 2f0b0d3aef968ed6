"""The language of a request: asked for in the address, kept in a cookie, else the browser's."""

from urllib.parse import parse_qs

from litestar.types import Scope

from kernel import i18n


def asked_language(scope: Scope) -> str | None:
    """Return the language that `?lang=` asks for, if it does."""
    query = scope["query_string"]
    if b"lang=" not in query:
        return None
    asked = parse_qs(query[:2000].decode("latin-1")).get("lang", [""])[0]
    return i18n.known_language(asked) if asked else None
