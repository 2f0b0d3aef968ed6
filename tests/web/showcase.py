"""A small application without a database: the shell, every component, and things that go wrong."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import ChoiceLoader, FileSystemLoader
from litestar import Litestar, Request, get, post
from litestar.response import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from kernel import clock
from kernel.errors import NotFound, Refused
from kernel.principal import Principal
from web import errors, render, seal
from web.context import WebContext
from web.headers import SafetyHeaders
from web.menu import stand_up
from web.nav import Entry, navigation
from web.pages import HANDLERS
from web.shell import Workplace
from web.static import Assets
from web.toasts import Toast

HOSTILE = (
    """<img src=x onerror="document.title='owned'">'"><script>document.title='owned'</script>"""
)
ADA = Principal(
    tenant_id=UUID(int=1),
    slug="acme",
    workspace="Acme Pumps",
    member_id=UUID(int=2),
    person_id=UUID(int=3),
    name="Ada Lovelace",
    email="ada@acme.example",
    role="owner",
    scope="all",
    permissions=frozenset({"*:see", "*:create", "*:edit"}),
    session_id=UUID(int=4),
)
PEOPLE = [
    ("Yuki Kim", "yuki.kim@northwind.example", "Northwind Bakery", "overdue"),
    ("Tomás Rivera", "tomas.rivera@lotus.example", "Lotus Spa", "planned"),
    ("王小明", "wang@hualian.example", "华联机械", "today"),
    ("Priya Patel", "priya@cedar.example", "Cedar Law", "none"),
    (
        "Zoë Müller-Lüdenscheidt",
        "zoe@verylongdomainname.example",
        "Orbit Coffee GmbH & Co",
        "planned",
    ),
]


class SignedIn:
    """Stands in for the request pipeline: below /acme, Ada is signed in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/acme"):
            state: dict[str, Any] = scope["state"]
            language = "zh_CN" if b"lang=zh" in scope["query_string"] else "en"
            principal = {
                **{f: getattr(ADA, f) for f in ADA.__struct_fields__},
                "language": language,
            }
            state["principal"] = Principal(**principal)
            state["workspaces"] = (Workplace("acme", "Acme Pumps"), Workplace("globex", "Globex"))
            state["unread"] = 3
        await self.app(scope, receive, send)


@get("/acme", sync_to_thread=False)
def home() -> Response[str]:
    return render.page("templates/home.html", now=clock.now())


@get("/acme/contacts", sync_to_thread=False)
def contacts() -> Response[str]:
    people = [
        {"name": n, "email": e, "company": c, "state": s, "at": clock.now() - timedelta(days=3 * i)}
        for i, (n, e, c, s) in enumerate(PEOPLE)
    ]
    return render.page("templates/contacts.html", people=people)


@get("/acme/contacts/1", sync_to_thread=False)
def record() -> Response[str]:
    return render.page("templates/record.html", now=clock.now(), hostile=HOSTILE)


@get("/acme/hostile", sync_to_thread=False)
def hostile() -> Response[str]:
    return render.page("templates/hostile.html", hostile=HOSTILE, now=clock.now())


@get("/acme/empty", sync_to_thread=False)
def nothing_yet() -> Response[str]:
    return render.page("templates/empty.html")


@get("/sign-in", sync_to_thread=False)
def sign_in() -> Response[str]:
    return render.page("templates/sign_in.html")


@post("/acme/change", status_code=200, sync_to_thread=False)
def change() -> Response[str]:
    return render.redirect("/acme/empty", toast=Toast("Contact deleted.", undo="/acme/undo"))


@post("/acme/live", status_code=200, sync_to_thread=False)
def live() -> Response[str]:
    return render.nothing(toast=Toast(HOSTILE, "success", undo="/acme/undo"))


@get("/acme/dialog", sync_to_thread=False)
def dialog() -> Response[str]:
    return render.fragment("templates/dialog.html")


@get("/boom", sync_to_thread=False)
def boom() -> None:
    raise RuntimeError("a secret of the machine room")


def refuse(_request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    if isinstance(error, Refused):
        return errors.refusal_page(error)
    status = getattr(error, "status_code", 500)
    return errors.refusal_page(NotFound()) if status == 404 else errors.broken_page()


def build() -> ASGIApp:
    """Compose it as the product is composed: guards outside, pages inside."""
    seal.use_key(b"k" * 32)
    stand_up(navigation)
    navigation.add(
        "settings",
        Entry(key="people", label="People", icon="users", path="settings/people", order=1),
    )
    render.environment().loader = ChoiceLoader(
        [render.SliceLoader(render.roots()), FileSystemLoader(Path(__file__).parent)]
    )
    pages = [get(h.paths and next(iter(h.paths)), sync_to_thread=False)(h.fn) for h in HANDLERS]
    inside = [home, contacts, record, hostile, nothing_yet, sign_in, change, live, dialog, boom]
    app = Litestar(
        [*pages, *inside],
        middleware=[SignedIn],
        exception_handlers={Exception: refuse},
        openapi_config=None,
    )
    return SafetyHeaders(Assets(WebContext(app)))


app = build()
