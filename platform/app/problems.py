"""Errors become answers in one place: problem+json for programs, a page for people."""

from typing import Any, Final
from urllib.parse import quote

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException

from kernel.entitled import NotInPlan
from kernel.errors import (
    Invalid,
    Merged,
    NotFound,
    Refused,
    TooLarge,
    Unauthenticated,
    Unavailable,
    Unreadable,
)
from kernel.http import Problem
from kernel.i18n import _
from kernel.transaction import refusal_of
from web.errors import broken_page, refusal_page
from web.render import redirect

PROBLEM: Final = "application/problem+json"
log = structlog.get_logger()

AnyRequest = Request[Any, Any, Any]


def refused(request: AnyRequest, error: Refused) -> Response[Any]:
    """A refusal of ours."""
    if not _is_api(request):
        if isinstance(error, Unauthenticated) and request.method == "GET":
            door = request.scope["state"].get("sign_in", "/sign-in")
            return redirect(f"{door}?next={quote(request.scope['path'])}")
        if isinstance(error, Merged) and request.method == "GET":
            here = str(request.scope["path"])
            return redirect(here.replace(str(error.record_id), str(error.merged_into)))
        return refusal_page(error)
    problem = Problem(
        f"/problems/{error.code}",
        _TITLES.get(error.status, "Error"),
        error.status,
        error.message,
        error.fields or msgspec.UNSET,
        error.merged_into if isinstance(error, Merged) else msgspec.UNSET,
        _mending(request, error),
    )
    return Response(
        msgspec.json.encode(problem),
        status_code=error.status,
        media_type=PROBLEM,
        headers=error.headers,
    )


def _mending(request: AnyRequest, error: Refused) -> str | msgspec.UnsetType:
    slug = request.scope["path_params"].get("workspace")
    return f"/{slug}/{error.page}" if isinstance(error, NotInPlan) and slug else msgspec.UNSET


def framework(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """A refusal of the framework, in our words."""
    return refused(request, _ours(error))


def _ours(error: HTTPException) -> Refused:
    if isinstance(error, ValidationException):
        return Invalid(fields=_fields(error.extra))
    match error.status_code:
        case 404:
            return NotFound()
        case 405:
            return MethodRefused()
        case 413:
            return TooLarge()
        case 401:
            return Unauthenticated()
    return Unreadable()


class MethodRefused(Refused):
    """The address exists, the method does not."""

    status = 405
    code = "method_not_allowed"

    def default(self) -> str:
        return _("This address does not know that method.")


def _fields(extra: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in extra if isinstance(extra, list) else ():
        if isinstance(entry, dict):
            found[str(entry.get("key") or "body")] = str(entry.get("message", ""))
    return found


def database(request: AnyRequest, error: Exception) -> Response[Any]:
    """The database refused, or is away."""
    log.warning("database_error", kind=type(error).__name__, state=getattr(error, "sqlstate", ""))
    if isinstance(error, asyncpg.DataError):
        return refused(request, Invalid())
    return refused(request, refusal_of(error))


def unreadable(request: AnyRequest, _error: Exception) -> Response[Any]:
    """A body that no parser should try again."""
    return refused(request, Unreadable())


def busy(request: AnyRequest, error: Exception) -> Response[Any]:
    """Something did not answer in time."""
    log.warning("unavailable", kind=type(error).__name__)
    return refused(request, Unavailable())


def broken(request: AnyRequest, error: Exception) -> Response[Any]:
    """A fault of ours: logged whole, told generically."""
    log.error("fault", path=request.scope["path"], exc_info=error)
    if not _is_api(request):
        return broken_page()
    problem = Problem(
        "/problems/fault",
        "Internal Server Error",
        500,
        _("Something broke on our side. Nothing was saved; please try again in a moment."),
    )
    return Response(msgspec.json.encode(problem), status_code=500, media_type=PROBLEM)


def _is_api(request: AnyRequest) -> bool:
    """Whether a program asks, which wants no page."""
    return str(request.scope["path"]).startswith(("/api/", "/hooks/"))


_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    412: "Precondition Failed",
    413: "Content Too Large",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}

HANDLERS: Final[dict[Any, Any]] = {
    Refused: refused,
    HTTPException: framework,
    SerializationException: unreadable,
    UnicodeDecodeError: unreadable,
    RecursionError: unreadable,
    asyncpg.PostgresError: database,
    asyncpg.InterfaceError: busy,
    # The driver's own confusion when the server dies between two messages.
    asyncpg.InternalClientError: busy,
    TimeoutError: busy,
    ConnectionError: busy,
    Exception: broken,
}
