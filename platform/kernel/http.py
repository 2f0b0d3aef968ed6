"""Routes: each says who may call it, and answers only after its transaction has committed."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import SerializationException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ASGIApp, HTTPScope, Scope

from kernel.database import Database
from kernel.entitled import Act
from kernel.principal import Principal
from kernel.settings import Settings
from kernel.transaction import UnitOfWork

PUBLIC: Final = "public"
PERSON: Final = "person"
MEMBER: Final = "member"
# Whoever runs the deployment: by a door of their own, in no workspace.
OPERATOR: Final = "operator"
# People of a partner firm: by a door of their own, for they are no members.
PARTNER: Final = "partner"
# For `opt`: open however long a payment is overdue, for nobody is locked in.
ALWAYS: Final = {"act": "leave"}
# Asks by a POST; what is changed by the way is guarded where records are written.
ASKS: Final = {"act": "read"}


class Context:
    """What a handler works with: the unit of work, the principal, the deployment."""

    __slots__ = ("principal", "request", "uow")

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        self.request = request
        self.uow: UnitOfWork = request.scope["state"]["uow"]
        self.principal: Principal = request.scope["state"].get("principal")  # type: ignore[assignment]

    @property
    def settings(self) -> Settings:
        """The operator's settings."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def database(self) -> Database:
        """For what needs a transaction of its own (counters that outlive a refusal)."""
        database: Database = self.request.app.state.database
        return database

    @property
    def app_state(self) -> State:
        """Services composed at start."""
        return self.request.app.state

    @property
    def client(self) -> str:
        """The caller's address, as the trusted proxies tell it."""
        client = self.request.scope["state"].get("client")
        return client if isinstance(client, str) else "unknown"


def provide_context(request: Request[Any, Any, Any]) -> Context:
    """The one dependency of all handlers."""
    return Context(request)


Ctx = NamedDependency[Context]
DEPENDENCIES: Final = {"ctx": Provide(provide_context, sync_to_thread=False)}


class TxRoute(HTTPRouteHandler):
    """Commits when the body is serialised and before a byte is sent; an error rolls back."""

    async def to_response(
        self, app: Litestar, data: Any, request: Request[Any, Any, Any]
    ) -> ASGIApp:
        try:
            response = await super().to_response(app=app, data=data, request=request)
        except SerializationException as error:
            # Ours, not the caller's: what came in was read long ago.
            msg = "the answer cannot be written"
            raise RuntimeError(msg) from error
        state = request.scope["state"]
        status = getattr(response, "status_code", 200)
        keep = state.get("idempotency")
        if keep is not None and status < 400:  # noqa: PLR2004 -- the first error status
            await keep.store(state["uow"], status, getattr(response, "body", b""))
        await state["uow"].finish(commit=status < 400)  # noqa: PLR2004
        return response


class Problem(msgspec.Struct):
    """RFC 9457 problem details.

    `errors` names the fields, `merged_into` the record that it is, `page` where it is mended.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    merged_into: UUID | msgspec.UnsetType = msgspec.UNSET
    page: str | msgspec.UnsetType = msgspec.UNSET


def _problems(method: str, needs: str, path: str | list[str]) -> dict[int, ResponseSpec]:
    """The refusals that a route may answer with, for its description."""
    told = {400: "Unreadable", 422: "Refused: `errors` names the fields", 429: "Too often"}
    if needs != PUBLIC:
        told |= {
            401: "Nobody is signed in",
            402: "The plan does not include it",
            403: "The role does not permit it",
        }
    if "{" in str(path):
        told[404] = "Absent, of another workspace, or not visible"
        told[409] = "The state does not permit it"
        told[410] = "Merged into another record: `merged_into` names it"
    if method != "GET":
        told |= {409: "The state does not permit it", 412: "Changed meanwhile", 413: "Too large"}
        told.setdefault(401, "The password is not right")
    told[503] = "Busy; ask again with the same Idempotency-Key"
    return {status: _problem(text) for status, text in sorted(told.items())}


@cache
def _problem(text: str) -> ResponseSpec:
    # One for all routes: some thousands alike would be megabytes in each web process.
    return ResponseSpec(
        Problem,
        description=text,
        generate_examples=False,
        media_type="application/problem+json",
    )


def _route(
    method: str, status: int
) -> Callable[..., Callable[[Callable[..., Any]], HTTPRouteHandler]]:
    def decorator(
        path: str | list[str],
        *,
        needs: str,
        csrf: bool = True,
        cost: int = 1,
        opt: dict[str, Any] | None = None,
        **options: Any,
    ) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
        options.setdefault("status_code", status)
        if options.get("include_in_schema", True):
            said = options.get("responses", {})
            options["responses"] = {**_problems(method, needs, path), **said}
        return TxRoute(
            path,
            http_method=method,  # type: ignore[arg-type]
            opt={**(opt or {}), "needs": needs, "csrf": csrf, "cost": cost},
            **options,
        )

    return decorator


get = _route("GET", 200)
post = _route("POST", 201)
put = _route("PUT", 200)
patch = _route("PATCH", 200)
delete = _route("DELETE", 204)


def act_of(scope: HTTPScope) -> Act:
    """What the matched route does, as plans know it."""
    act: Act | None = scope["route_handler"].opt.get("act")
    return act or ("read" if scope["method"] in {"GET", "HEAD", "OPTIONS"} else "write")


def needs_of(scope: Scope) -> str | None:
    """What the matched route asks for; None is refused (deny by default)."""
    needs: str | None = scope["route_handler"].opt.get("needs")
    return needs
