"""In and out by browser: the session's cookie, and where to go from the sign-in page."""

from typing import Final

from litestar.response import Response

from kernel.http import Ctx
from tenants.access.client import KNOWN_DEVICE_COOKIE
from tenants.access.pipeline import PRE_SESSION_COOKIE, SESSION_COOKIE
from tenants.people.lifetimes import lifetimes
from tenants.people.signin import KNOWN
from web.seal import seal

YEAR: Final = 365 * 24 * 3600
LONGEST_NEXT: Final = 500


def let_in(answer: Response[str], token: str, email: str = "") -> Response[str]:
    """Give the browser its session; from now on it is a device that the person uses."""
    _set(answer, SESSION_COOKIE, token, int(lifetimes.whole.total_seconds()))
    _set(answer, PRE_SESSION_COOKIE, "", 0)
    if email:
        _set(answer, KNOWN_DEVICE_COOKIE, seal(KNOWN, email), YEAR)
    return answer


def let_out(answer: Response[str]) -> Response[str]:
    """Take the session away again."""
    _set(answer, SESSION_COOKIE, "", 0)
    return answer


def _set(answer: Response[str], name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, secure=True, httponly=True, samesite="lax", path="/"
    )


def own_path(wish: str) -> str:
    """Where the person wanted to go, if it is a page of ours; else nothing."""
    printable = all(" " < c < "\x7f" for c in wish)
    if len(wish) > LONGEST_NEXT or not printable or not wish.startswith("/"):
        return ""
    return "" if wish.startswith("//") or "\\" in wish else wish


async def form_of(ctx: Ctx, *names: str) -> dict[str, str]:
    """The named fields of a form, "" where one was not sent."""
    sent = await ctx.request.form()
    return {name: str(sent.get(name) or "") for name in names}
