"""What every request passes: one unit of work, one principal, one decision who may."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from litestar.types import ASGIApp, Receive, Send

from kernel.errors import Forbidden, NotFound, TooLarge, Unauthenticated
from kernel.http import MEMBER, PERSON, PUBLIC, act_of, needs_of
from kernel.i18n import use
from kernel.idempotency import Claim, Replay
from kernel.principal import Principal
from kernel.standing import demand_of
from kernel.transaction import UnitOfWork
from tenants.access.client import client_address, patience_with
from tenants.access.frame import frame_page
from tenants.access.lookup import admitted, enter, memberships
from tenants.access.roles import OWNER
from tenants.access.sight import demand_sight
from tenants.access.visiting import VISIT_COOKIE, demand_visitable
from web.cookies import demand_sound_cookies, header, read_cookie
from web.csrf import PRE_SESSION, SAFE_METHODS, check_csrf

SESSION_COOKIE: Final = "__Host-session"
PRE_SESSION_COOKIE: Final = f"__Host-{PRE_SESSION}"
# Further doors, by what a route needs: who comes in there, and the session's id for its forms.
Door = Callable[[Any], Awaitable[str]]
DOORS: Final[dict[str, Door]] = {}


class RequestPipeline:
    """ASGI middleware behind the router: it knows the matched route and asks what it needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        services = scope["litestar_app"].state
        state: dict[str, Any] = scope["state"]
        uow = state["uow"] = UnitOfWork(services.database)
        state["client"] = client_address(scope, services.settings.trusted_proxies)
        try:
            demand_sound_cookies(scope)
            body = await self._admit(scope, receive, state, uow)
            language = state.get("language")
            if language is None:
                await self.app(scope, body, send)
            else:
                with use(language, state["time_zone"]):
                    await self.app(scope, body, send)
        except Replay as kept:
            await _answer(send, kept)
        finally:
            # The one that the door may have put there.
            if not state["uow"].done:
                await asyncio.shield(state["uow"].finish(commit=False))

    async def _admit(
        self, scope: Any, receive: Receive, state: dict[str, Any], uow: UnitOfWork
    ) -> Receive:
        needs = needs_of(scope)
        bearer = header(scope, "authorization")
        cookie = None if bearer else read_cookie(scope, VISIT_COOKIE)
        cookie = cookie or (None if bearer else read_cookie(scope, SESSION_COOKIE))
        token = bearer[7:] if bearer[:7].lower() == "bearer " else cookie
        if needs == PUBLIC:
            if bearer or not scope["route_handler"].opt.get("csrf") or _is_api(scope):
                return receive
            pre_session = read_cookie(scope, PRE_SESSION_COOKIE) or ""
            return await _guarded(scope, receive, pre_session)
        if needs in DOORS:
            return await _guarded(scope, receive, await DOORS[needs](scope))
        if not token or needs is None:
            raise Unauthenticated
        state["token"] = token
        session = await _identify(scope, state, uow, token, needs)
        if cookie:
            receive = await _guarded(scope, receive, session)
        return await _claimed(scope, receive, state, uow)


async def _identify(
    scope: Any, state: dict[str, Any], uow: UnitOfWork, token: str, needs: str
) -> str:
    services = scope["litestar_app"].state
    if needs == PERSON:
        rows = await memberships(uow, token)
        if not rows:
            raise Unauthenticated
        state["memberships"] = rows
        services.presence.note(rows[0]["session_id"])
        count_call(scope, f"calls:{rows[0]['person_id']}")
        state["language"], state["time_zone"] = rows[0]["language"], rows[0]["time_zone"]
        return str(rows[0]["session_id"])
    row = await enter(uow, token, scope["path_params"]["workspace"])
    if row is None:
        raise Unauthenticated
    if row["tenant_id"] is None:
        raise NotFound
    principal = state["principal"] = await admitted(uow, row)
    structlog.contextvars.bind_contextvars(workspace=principal.slug, actor=str(principal.member_id))
    if scope["method"] not in SAFE_METHODS:
        uow.demands["standing"] = demand_of(principal)
    if principal.session_id is not None and principal.visit is None:
        services.presence.note(principal.session_id)
    state["language"], state["time_zone"] = principal.language, principal.time_zone
    count_call(scope, f"calls:{row['tenant_id']}:{row['member_id']}:{row['via']}")
    if not _is_api(scope):
        await frame_page(scope, state, uow, token)
    _demand_plan(scope, principal)
    demand_visitable(scope, principal)
    if needs != MEMBER and not principal.may(needs):
        await demand_sight(uow, principal, needs, scope["path"], scope["path_params"])
        raise Forbidden
    return str(principal.session_id)


def _demand_plan(scope: Any, principal: Principal) -> None:
    with use(principal.language, principal.time_zone):
        principal.entitled.demand_open(act_of(scope), owner=principal.role == OWNER)
        if principal.via == "api":
            scope["litestar_app"].state.tally.note(principal.tenant_id)
            principal.entitled.demand_feature("api")


def count_call(scope: Any, key: str) -> None:
    """Take the call from what may be asked in a minute: a member's keys beside their sessions."""
    services, state = scope["litestar_app"].state, scope["state"]
    limit = services.settings.calls_per_minute
    if limit:
        state["standing"] = services.allowance.take(
            key,
            limit=limit * patience_with(state["client"], services.settings),
            cost=scope["route_handler"].opt["cost"],
        )


async def _guarded(scope: Any, receive: Receive, session: str) -> Receive:
    """Check that a change by a browser came from one of our pages."""
    if scope["method"] in SAFE_METHODS:
        return receive
    form_token = ""
    if header(scope, "content-type").startswith("application/x-www-form-urlencoded"):
        body, receive = await _buffered(scope, receive)
        form_token = parse_qs(body.decode("latin-1")).get("_csrf", [""])[0]
    settings = scope["litestar_app"].state.settings
    # In development the host that was typed is ours too; in production only the set address.
    check_csrf(scope, session, form_token, origins={settings.url} if settings.production else ())
    return receive


async def _claimed(scope: Any, receive: Receive, state: dict[str, Any], uow: UnitOfWork) -> Receive:
    """Take the request's Idempotency-Key, if it brought one; raises `Replay` when done before."""
    key = header(scope, "idempotency-key")
    principal: Principal | None = state.get("principal")
    if not key or principal is None or scope["method"] in SAFE_METHODS:
        return receive
    body, receive = await _buffered(scope, receive)
    request = f"{scope['method']} {scope['path']}\n".encode() + body
    claim = Claim(principal.member_id, key, request)
    await claim.take(uow)
    state["idempotency"] = claim
    return receive


async def _buffered(scope: Any, receive: Receive) -> tuple[bytes, Receive]:
    """Read the body, bounded, and give it to the handler once more."""
    limit: int = scope["litestar_app"].state.settings.max_body_bytes
    body = b""
    more = True
    while more:
        message: Any = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        if len(body) > limit:
            raise TooLarge
        more = message.get("more_body", False)
    sent = False

    async def again() -> Any:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


async def _answer(send: Send, kept: Replay) -> None:
    start: Any = {
        "type": "http.response.start",
        "status": kept.status,
        "headers": [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(kept.body)).encode()),
            (b"idempotent-replayed", b"true"),
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": kept.body, "more_body": False})


def _is_api(scope: Any) -> bool:
    return str(scope["path"]).startswith("/api/")
