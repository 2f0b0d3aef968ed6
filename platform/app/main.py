"""The web application, composed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Response, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Receive, Scope, Send

from app import problems, routes
from app.composition import compose
from app.console.work import Overlook
from app.health import Measured
from app.mapped import Application
from app.promptness import Promptness
from app.readiness import Readiness
from billing.switch import selling
from bots.telegram.account import telegram
from crm.records.beside import store
from kernel import outward, secret
from kernel.allowance import Allowance
from kernel.database import Database
from kernel.errors import NotFound
from kernel.http import DEPENDENCIES, PUBLIC
from kernel.received import Received
from kernel.settings import Settings
from kernel.settling import settling
from kernel.tally import Tally
from search.dense.installed import installed
from tenants.access.pipeline import RequestPipeline
from tenants.access.presence import Presence
from tenants.mail import office
from tenants.people.lifetimes import lifetimes
from web import seal
from web.context import WebContext
from web.headers import SafetyHeaders
from web.static import Assets


def create_app(settings: Settings, dsn: str) -> "Outermost":
    """The whole ASGI application for one database, as the app role."""
    keys = settings.encryption_keys()
    seal.use_key(keys[0])
    secret.use(keys)
    outward.use(settings)
    store.use(settings)
    office.use(settings)
    selling.use(settings)
    installed.use(settings)
    telegram.use(settings)
    lifetimes.use(settings)
    compose()
    database = Database(
        dsn, size=settings.database_pool_size, statement_cache=settings.statement_cache_size
    )
    state = State(
        {
            "settings": settings,
            "database": database,
            "overlook": Overlook(dsn, settings),
            "presence": Presence(lifetimes.idle),
            "allowance": Allowance(),
            "tally": Tally(),
            "readiness": Readiness(settings, database),
        }
    )
    inner = Application(
        route_handlers=routes.all_routes(),
        dependencies=DEPENDENCIES,
        middleware=[RequestPipeline],
        exception_handlers=problems.HANDLERS,
        request_class=Received,
        lifespan=[_serving],
        openapi_config=_openapi(),
        request_max_body_size=settings.max_body_bytes,
        state=state,
        debug=False,
    )
    return Outermost(inner, settings)


class Outermost:
    """What every answer passes, whoever gave it; `inner` is the Litestar application."""

    def __init__(self, inner: Litestar, settings: Settings) -> None:
        self.inner = inner
        framed = Assets(WebContext(Promptness(inner)))
        self._stack = Measured(SafetyHeaders(framed, https=settings.secure), structlog.get_logger())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._stack(scope, receive, send)


@asynccontextmanager
async def _serving(app: Litestar) -> AsyncIterator[None]:
    state = app.state
    await state.database.open()
    try:
        async with settling(state.database, state.presence, state.allowance, state.tally):
            yield
    finally:
        await state.overlook.close()
        await state.database.close()


def _in_our_words(response: Response[Any]) -> Response[Any]:
    """The framework has a page of its own for what is not beside its document."""
    if response.status_code == 404:  # noqa: PLR2004 -- not found
        raise NotFound
    return response


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Guanxi",
        version="1",
        description="Companies, contacts, activities and tasks of one workspace.",
        openapi_router=Router(
            "/api/v1",
            route_handlers=[],
            opt={"needs": PUBLIC},
            include_in_schema=False,
            after_request=_in_our_words,
        ),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        use_handler_docstrings=True,
        components=Components(
            security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"bearer": []}],
    )
