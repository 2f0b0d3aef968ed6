"""Is it alive, is it ready, and how is it doing."""

import hmac
import re
import time
from typing import Any, Final

import structlog
from litestar import Response
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from app.backlog import BACKLOG
from kernel.allowance import Standing
from kernel.errors import NotFound
from kernel.http import PUBLIC, Ctx, get
from web.cookies import header

REQUESTS: Final = Counter("guanxi_requests_total", "Requests answered", ["method", "status"])
SECONDS: Final = Histogram("guanxi_request_seconds", "How long an answer took", ["method"])
CONNECTIONS: Final = Gauge("guanxi_database_connections", "Connections in use")
SLOW: Final = 2.0


@get("/live", needs=PUBLIC, operation_id="live", tags=["Operations"], sync_to_thread=False)
def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "live"}


@get("/ready", needs=PUBLIC, operation_id="ready", tags=["Operations"])
async def ready(ctx: Ctx) -> Response[Any]:
    """It can serve: it stays, and the database answers within two seconds with its tables."""
    fault = await ctx.app_state.readiness.fault()
    return Response({"status": fault or "ready"}, status_code=503 if fault else 200)


@get("/metrics", needs=PUBLIC, include_in_schema=False)
async def metrics(ctx: Ctx) -> Response[bytes]:
    """For Prometheus; with GUANXI_METRICS_TOKEN set it asks for it, in production it must be."""
    token = ctx.settings.metrics_token
    sent = ctx.request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is None and ctx.settings.production:
        raise NotFound
    if token is not None and not hmac.compare_digest(sent.encode(), token.encode()):
        raise NotFound
    await BACKLOG.look(ctx.database)
    CONNECTIONS.set(ctx.database.checked_out())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Measured:
    """ASGI middleware: counts answers, gives each request its id, and logs it."""

    def __init__(self, app: ASGIApp, log: Any) -> None:
        self.app = app
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        status = 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id.encode()),
                    *_standing(scope),
                ]
            await send(message)

        scope["request_id"] = request_id  # type: ignore[typeddict-unknown-key]
        # The pipeline adds the workspace and the member, once it knows them.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, counted)
        finally:
            seconds = time.perf_counter() - started
            REQUESTS.labels(scope["method"], str(status)).inc()
            SECONDS.labels(scope["method"]).observe(seconds)
            broken = status >= 500 or status == 0  # noqa: PLR2004 -- ours to answer for
            say = self.log.warning if broken or seconds > SLOW else self.log.debug
            say(
                "request",
                method=scope["method"],
                path=_LINK.sub("*", scope["path"]),
                status=status,
                ms=round(seconds * 1000, 1),
            )
            structlog.contextvars.clear_contextvars()


def _standing(scope: Scope) -> list[tuple[bytes, bytes]]:
    """For programs: what is left of what they may ask."""
    standing: Standing | None = scope.get("state", {}).get("standing")
    if standing is None or not scope["path"].startswith("/api/"):
        return []
    return standing.headers


# The tokens of our letters' links are secrets, and as long as no other part of an address.
_LINK = re.compile(r"[\w.~-]{40,}")


def _request_id(scope: Scope) -> str:
    """The proxy's, if it looks like one, else ours."""
    given = header(scope, "x-request-id")
    return given if given.isalnum() and len(given) <= 64 else f"{time.time_ns():x}"  # noqa: PLR2004


ROUTES: Final = [live, ready, metrics]
