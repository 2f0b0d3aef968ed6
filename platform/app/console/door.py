"""The operators' door: a cookie of its own, and no other key fits."""

from typing import Any, Final

from app.console.people.service import Acting, identify
from app.console.work import OperatorWork
from kernel import i18n
from kernel.errors import Unauthenticated
from kernel.http import OPERATOR, Ctx
from tenants.access.pipeline import DOORS
from web import csrf
from web.cookies import header, read_cookie
from web.shell import language_of

OPERATOR_COOKIE: Final = "__Host-operator"
SIGN_IN: Final = "/operator/sign-in"
CALLS_PER_MINUTE: Final = 240


async def admit(scope: Any) -> str:
    """Open the operator's transaction for whoever has their cookie; the id of the session."""
    state: dict[str, Any] = scope["state"]
    state["sign_in"] = SIGN_IN
    token = read_cookie(scope, OPERATOR_COOKIE)
    if not token or header(scope, "authorization"):
        raise Unauthenticated
    services = scope["litestar_app"].state
    work = state["uow"] = await services.overlook.begin()
    me = await identify(work, token)
    if me is None:
        raise Unauthenticated
    services.allowance.take(
        f"operator:{me.id}", limit=CALLS_PER_MINUTE, cost=scope["route_handler"].opt["cost"]
    )
    state["operator"] = me
    state["language"], state["time_zone"] = language_of(scope), me.time_zone
    session = str(me.session_id)
    state["shell"] = {
        "language": i18n.known_language(state["language"]),
        "time_zone": me.time_zone,
        "form_token": lambda: csrf.csrf_token(session),
        "signed_in": True,
        "person_name": me.email,
        "person_email": me.email,
    }
    return session


DOORS[OPERATOR] = admit


def me_of(ctx: Ctx) -> Acting:
    """The operator who asks."""
    me: Acting = ctx.request.scope["state"]["operator"]
    return me


def work_of(ctx: Ctx) -> OperatorWork:
    """Their transaction."""
    assert isinstance(ctx.uow, OperatorWork)  # noqa: S101 -- the door put it there
    return ctx.uow
