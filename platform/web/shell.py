"""What surrounds every page: who is looking, at which workspace, in which language and light."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kernel import i18n
from web.cookies import header, read_cookie, set_cookie

THEMES: Final = frozenset({"light", "dark"})
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workspace as the switcher shows it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """All that the frame around a page must know; a stranger's has the defaults."""

    language: str = i18n.DEFAULT_LANGUAGE
    time_zone: str = "UTC"
    theme: str = ""
    path: str = "/"
    partial: bool = False
    csrf_token: str = ""
    person_name: str = ""
    person_email: str = ""
    workspace: Workplace | None = None
    workspaces: tuple[Workplace, ...] = ()
    permissions: frozenset[str] = frozenset()
    unread: int = 0
    notice: str = ""

    def allows(self, permission: str | None) -> bool:
        """Whether this person may do what `permission` names (nothing named: everyone)."""
        return permission is None or permission in self.permissions

    def at(self, path: str = "") -> str:
        """Return the address of `path` inside the workspace."""
        slug = self.workspace.slug if self.workspace else ""
        return f"/{slug}/{path.lstrip('/')}".rstrip("/") or "/"


def stranger(scope: Scope) -> Shell:
    """Compose the shell of somebody who is not signed in, from the request alone."""
    return Shell(
        language=language_of(scope),
        theme=theme_of(scope),
        path=scope["path"],
        partial=is_partial(scope),
    )


def theme_of(scope: Scope) -> str:
    """Return "light" or "dark" where the person chose one, else "" (the system decides)."""
    theme = read_cookie(scope, "theme") or ""
    return theme if theme in THEMES else ""


def language_of(scope: Scope) -> str:
    """Return the language asked for in the address, else kept in the cookie, else the browser's."""
    chosen = _asked_language(scope) or read_cookie(scope, "language")
    return i18n.known_language(chosen) if chosen else i18n.negotiate(header(scope, "accept-language"))


def is_partial(scope: Scope) -> bool:
    """Whether htmx 4 asks for a fragment to swap in, rather than for a page."""
    return (
        header(scope, "hx-request") == "true" and header(scope, "hx-request-type") == "partial"
    )


_compose: Callable[[Scope], Shell] = stranger
_scope: ContextVar[Scope | None] = ContextVar("web_scope", default=None)
_shell: ContextVar[Shell | None] = ContextVar("web_shell", default=None)


def compose_with(compose: Callable[[Scope], Shell]) -> None:
    """Let the application say who is looking; it is asked once per page."""
    global _compose  # noqa: PLW0603 -- one composition per process, set at start
    _compose = compose


def current() -> Shell:
    """Return the shell of the page being rendered, or of the request being answered."""
    shell = _shell.get()
    if shell is not None:
        return shell
    scope = _scope.get()
    return _compose(scope) if scope is not None else Shell()


@contextmanager
def rendering(shell: Shell) -> Iterator[None]:
    """Render within `shell`: its language, its time zone, its form token."""
    token = _shell.set(shell)
    try:
        with i18n.use(shell.language, shell.time_zone):
            yield
    finally:
        _shell.reset(token)


def current_scope() -> Scope | None:
    """Return the request being answered, if any."""
    return _scope.get()


class WebContext:
    """ASGI middleware: remembers the request for the page, and speaks its language."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = _asked_language(scope)
        language = language_of(scope)

        async def keep_language(message: Message) -> None:
            if asked and message["type"] == "http.response.start":
                cookie = set_cookie("language", language, max_age=YEAR, secure=self.secure)
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        token = _scope.set(scope)
        try:
            with i18n.use(language):
                await self.app(scope, receive, keep_language)
        finally:
            _scope.reset(token)


def _asked_language(scope: Scope) -> str | None:
    query = scope["query_string"]
    if b"lang=" not in query:
        return None
    asked = parse_qs(query[:2000].decode("latin-1")).get("lang", [""])[0]
    return i18n.known_language(asked) if asked else None
