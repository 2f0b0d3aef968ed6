"""The page between a wish and its doing: what it costs today, and from then on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar.response import Response

from billing.buying.losing import losing
from billing.buying.standing import Standing
from billing.buying.wishing import change_to, moment_of, price_of
from billing.buying.wording import worded
from billing.seats.service import people
from billing.usage.service import usage
from kernel.errors import Invalid, NotFound, Refused
from kernel.http import Context
from kernel.i18n import _
from tenants.workspace.answers import why
from web.render import page

PAGE = "billing/buying/templates/change.html"


async def price_page(ctx: Context, there: Standing, said: dict[str, str]) -> Response[str]:
    """A wish that is refused says why, and asks again."""
    error, asked, price = "", None, None
    try:
        asked = await change_to(ctx.uow, there.bought, **wishes(said))
        price = await price_of(ctx.uow, there.bought, asked, moment_of(None))
    except Refused as refusal:
        error = why(refusal)
    holders = await people(ctx.uow) if asked and asked.losing and not asked.at_once else []
    seated = [one for one in holders if one.seated]
    fewer = asked.losing if asked else 0
    meters = await usage(ctx.uow, ctx.principal.entitled) if asked else []
    return page(
        PAGE,
        status_code=422 if error else 200,
        there=there,
        asked=asked,
        price=price,
        lines=await worded(ctx.uow, price.lines if price else ()),
        losing=losing(there.offer, asked.offer, asked.wish.quantity, meters) if asked else None,
        error=error,
        holders=seated,
        # Those who came last are proposed.
        proposed={one.id for one in seated[max(0, len(seated) - fewer) :]} if fewer else set(),
        said=said,
    )


def wishes(said: dict[str, str]) -> dict[str, Any]:
    """What a form says; what is empty stays as it is."""
    return {
        "plan": said.get("plan") or None,
        "interval": said.get("interval") or None,
        "seats": _number(said.get("seats", "")),
        "currency": said.get("currency") or None,
    }


def asked_of(said: dict[str, str]) -> dict[str, Any]:
    """The same with the moment of the price that was looked at."""
    try:
        at = datetime.fromisoformat(said["at"]) if said.get("at") else None
    except ValueError as error:
        raise Invalid(fields={"at": _("That is no moment.")}) from error
    return {**wishes(said), "at": at}


def member_named(text: str) -> UUID:
    """The member whom a form names; raises `NotFound`."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise Invalid(fields={"seats": _("A whole number, please.")})
    return int(text)
