"""What surrounds every page: who is looking, at which workspace, in which language and light."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from litestar.types import Scope

from kernel import i18n
from kernel.principal import Principal
from web import csrf
from web.cookies import header, read_cookie
from web.language import asked_language

THEMES: Final = frozenset({"light", "dark"})


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workspace as the switcher shows it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What stands above every page until something is done about it.

    `path` is where in the workspace; `action` is what a button does instead.
    """

    text: str
    kind: str = "warning"
    path: str = ""
    label: str = ""
    action: str = ""


def _nothing(_permission: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """All that the frame around a page must know; a stranger's has the defaults.

    `form_token` makes a token for one form; making the first one for a stranger sets a cookie.
    """

    language: str = i18n.DEFAULT_LANGUAGE
    time_zone: str = "UTC"
    theme: str = ""
    path: str = "/"
    partial: bool = False
    form_token: Callable[[], str] = str
    signed_in: bool = False
    person_name: str = ""
    person_email: str = ""
    workspace: Workplace | None = None
    workspaces: tuple[Workplace, ...] = ()
    may: Callable[[str], bool] = _nothing
    principal: Principal | None = None
    unread: int = 0
    notice: str = ""
    banners: tuple[Banner, ...] = ()
    sign_in: str = "/sign-in"

    def allows(self, permission: str | None) -> bool:
        """Whether this person may do what `permission` names (nothing named: everyone)."""
        return permission is None or (self.signed_in and self.may(permission))

    def at(self, path: str = "") -> str:
        """Return the address of `path` inside the workspace."""
        slug = self.workspace.slug if self.workspace else ""
        return f"/{slug}/{path.lstrip('/')}".rstrip("/") or "/"


def compose(scope: Scope) -> Shell:
    """Compose the shell from what the request pipeline left in the request's state."""
    state: dict[str, Any] = dict(scope.get("state") or {})
    rows = state.get("memberships") or ()
    frame: dict[str, Any] = {
        "theme": theme_of(scope),
        "path": scope["path"],
        "partial": is_partial(scope),
        "workspaces": state.get("workspaces", ()),
        "unread": state.get("unread", 0),
        "notice": state.get("notice", ""),
        "banners": state.get("banners", ()),
        "sign_in": state.get("sign_in", "/sign-in"),
    }
    if "shell" in state:
        return Shell(**{**frame, **state["shell"]})
    principal: Principal | None = state.get("principal")
    if principal is not None:
        return _member(principal, frame)
    if rows:
        return _person(rows, frame)
    return Shell(
        **frame,
        language=language_of(scope),
        form_token=lambda: csrf.csrf_token(pre_session(scope)),
    )


def _member(principal: Principal, frame: dict[str, Any]) -> Shell:
    return Shell(
        **frame,
        language=principal.language,
        time_zone=principal.time_zone,
        form_token=lambda: csrf.csrf_token(str(principal.session_id)),
        signed_in=True,
        person_name=principal.name,
        person_email=principal.email,
        workspace=Workplace(principal.slug, principal.workspace),
        may=principal.may,
        principal=principal,
    )


def _person(rows: Any, frame: dict[str, Any]) -> Shell:
    first = rows[0]
    places = tuple(Workplace(row["slug"], row["workspace"]) for row in rows if row["slug"])
    return Shell(
        **{**frame, "workspaces": places},
        language=first["language"],
        time_zone=first["time_zone"],
        form_token=lambda: csrf.csrf_token(str(first["session_id"])),
        signed_in=True,
        person_name=first["name"],
        person_email=first["email"],
    )


def pre_session(scope: Scope) -> str:
    """Return the value that stands in for a session on a stranger's forms, new where none is."""
    sent = read_cookie(scope, csrf.PRE_SESSION_COOKIE)
    return sent or scope["state"].setdefault("new_pre_session", csrf.new_pre_session())


def theme_of(scope: Scope) -> str:
    """Return "light" or "dark" where the person chose one, else "" (the system decides)."""
    theme = read_cookie(scope, "theme") or ""
    return theme if theme in THEMES else ""


def language_of(scope: Scope) -> str:
    """Return the language asked for in the address, else kept in the cookie, else the browser's."""
    chosen = asked_language(scope) or read_cookie(scope, "language")
    return (
        i18n.known_language(chosen) if chosen else i18n.negotiate(header(scope, "accept-language"))
    )


def is_partial(scope: Scope) -> bool:
    """Whether htmx 4 asks for a fragment to swap in, rather than for a page."""
    return header(scope, "hx-request") == "true" and header(scope, "hx-request-type") == "partial"


_scope: ContextVar[Scope | None] = ContextVar("web_scope", default=None)
_shell: ContextVar[Shell | None] = ContextVar("web_shell", default=None)


def current() -> Shell:
    """Return the shell of the page being rendered, or of the request being answered."""
    shell = _shell.get()
    if shell is not None:
        return shell
    scope = _scope.get()
    return compose(scope) if scope is not None else Shell()


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


@contextmanager
def answering(scope: Scope) -> Iterator[None]:
    """Remember the request, for the pages that answer it."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
