"""Turning what a page knows into what a person reads.

Templates live in each slice's `templates/` folder and are named by their path from an import root:
`crm/customers/company/templates/list.html`, `tenants/people/templates/invite.html`,
`web/templates/base.html`. A page extends `web/templates/app.html` (inside a workspace),
`web/templates/auth.html` (one card) or `web/templates/public.html`, and fills the blocks `title`
and `content`. When htmx asks for a fragment, the same page renders without its frame.
Components are macros under `ui`: `{{ ui.button(_("Save"), icon="check") }}`; see web/templates/ui/.
"""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.ext import Extension, InternationalizationExtension
from litestar import Request
from litestar.response import Response
from markupsafe import Markup

from kernel import clock, formats, i18n
from web import csrf, shell, toasts
from web.nav import navigation
from web.shell import Shell
from web.static import asset

HTML: Final = "text/html"
COMPONENTS: Final = "web/templates/ui"


def roots() -> list[Path]:
    """Return the folders that hold our packages: two in a checkout, one when installed."""
    here = Path(__file__).parent.parent
    return [here, here.parent] if here.name == "platform" else [here]


class SliceLoader(FileSystemLoader):
    """Finds a template in its slice, and nothing outside a `templates` folder."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        if "templates" not in template.split("/")[:-1] or not template.endswith(".html"):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


class Components:
    """All macros of web/templates/ui, whichever file holds them."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._macros: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if not self._macros:
            self._load()
        try:
            return self._macros[name]
        except KeyError:
            raise AttributeError(name) from None

    def _load(self) -> None:
        for path in sorted((Path(__file__).parent / "templates/ui").glob("*.html")):
            module = self._environment.get_template(f"{COMPONENTS}/{path.name}").module
            exported = {k: v for k, v in vars(module).items() if not k.startswith("_")}
            self._macros.update(exported)


def build_environment(loader: BaseLoader | None = None) -> Environment:
    """Build a Jinja environment: everything escaped, nothing undefined passes, all translated."""
    extensions: list[str | type[Extension]] = [InternationalizationExtension]
    environment = Environment(
        loader=loader or SliceLoader(roots()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=extensions,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The extension adds this method at run time; newstyle escapes what fills the placeholders.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _message, _messages, newstyle=True
    )
    environment.filters.update(
        date=formats.format_date,
        datetime=formats.format_datetime,
        weekday=formats.format_weekday,
        time=formats.format_time,
        relative=formats.format_relative,
        number=formats.format_number,
        percent=formats.format_percent,
        money=formats.format_money,
        iso=_iso,
        initials=initials,
        tint=tint,
    )
    environment.globals.update(
        asset=asset,
        at=lambda path="": shell.current().at(path),
        csrf_field=csrf_field,
        languages=i18n.LANGUAGES,
        navigation=navigation,
        now=clock.now,
        ui=Components(environment),
    )
    return environment


@cache
def environment() -> Environment:
    """Return the environment of this process."""
    return build_environment()


def render(name: str, block: str | None = None, /, **context: Any) -> str:
    """Render a template, or one block of it, within the shell of the request."""
    frame: Shell = context.pop("shell", None) or shell.current()
    with shell.rendering(frame):
        template = environment().get_template(name)
        values = {"shell": frame, "toast": None, **context}
        if block is None:
            return template.render(values)
        return "".join(template.blocks[block](template.new_context(values)))


def page(
    name: str,
    request: Request[Any, Any, Any] | None = None,
    /,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Answer with a page; to htmx, which swaps fragments in, with its content alone."""
    scope = request.scope if request is not None else shell.current_scope()
    left = toasts.carried(scope)
    answer = html(render(name, toast=left, **context), status_code, headers)
    answer.headers.setdefault("Vary", "HX-Request, HX-Request-Type, Cookie, Accept-Language")
    if left is not None:
        toasts.forget(answer)
    new = scope["state"].get("new_pre_session") if scope is not None else None
    if new is not None:
        answer.set_cookie(
            csrf.PRE_SESSION_COOKIE, new, secure=True, httponly=True, samesite="lax", path="/"
        )
    return answer


def fragment(
    name: str,
    block: str | None = None,
    /,
    *,
    status_code: int = 200,
    toast: toasts.Toast | None = None,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Answer with a piece of a page: a template of its own, or one block of a page's."""
    answer = html(render(name, block, **context), status_code, headers)
    return toasts.announce(answer, toast) if toast is not None else answer


def redirect(path: str, *, toast: toasts.Toast | None = None) -> Response[str]:
    """Send the browser on to `path` (one of ours), htmx or not, with a toast to show there."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"not an address of ours: {path}")
    scope = shell.current_scope()
    if scope is not None and shell.is_partial(scope):
        answer = html("", 200, {"HX-Redirect": path})
    else:
        answer = html("", 303, {"Location": path})
    if toast is not None:
        toasts.carry(answer, toast)
    return answer


def nothing(*, toast: toasts.Toast | None = None, status_code: int = 200) -> Response[str]:
    """Answer htmx without swapping anything, with a toast if there is one."""
    answer = html("", status_code, {"HX-Reswap": "none"})
    return toasts.announce(answer, toast) if toast is not None else answer


def html(body: str, status_code: int = 200, headers: dict[str, str] | None = None) -> Response[str]:
    """Answer with finished HTML."""
    return Response(body, media_type=HTML, status_code=status_code, headers=dict(headers or {}))


def csrf_field() -> Markup:
    """Return the hidden field that every form of ours carries."""
    token = shell.current().form_token()
    return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, token)


def initials(name: str) -> str:
    """Return what an avatar shows: "AL" for Ada Lovelace, "王" for 王小明."""
    words = name.split()
    if not words:
        return "?"
    if words[0][0] >= "\u2e80":
        return words[0][0]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(name: str) -> int:
    """Return one of eight avatar colours, the same for a name every time."""
    return sum(name.encode()) % 8


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _message(message: str) -> str:
    return i18n.gettext(message)


def _messages(singular: str, plural: str, count: int) -> str:
    return i18n.catalogue(i18n.current_language()).ngettext(singular, plural, count)
