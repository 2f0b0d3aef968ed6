"""The JSON API of exchange rates."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from crm.records.api import API
from crm.records.rates import service
from crm.records.rates.reading import MOST, RateLine
from kernel.http import MEMBER, Ctx, get, post

TAGS = ["Rates"]
NEEDS = "settings:workspace"


class RateView(msgspec.Struct):
    """From `day` on, one unit of `currency` is worth `rate` units of the base currency."""

    day: date
    currency: str
    rate: str
    created_at: datetime
    created_by: UUID | None


class RatesView(msgspec.Struct):
    """The base currency, and the rates into it, newest first."""

    base: str
    items: list[RateView]


class RatesKept(msgspec.Struct):
    """How many rates were kept."""

    kept: int


class RateLines(msgspec.Struct, forbid_unknown_fields=True):
    """Rates to keep; one for the same day takes the place of the earlier."""

    items: Annotated[list[RateLine], msgspec.Meta(max_length=MOST)]


class RateText(msgspec.Struct, forbid_unknown_fields=True):
    """Lines `day,currency,rate`, as a spreadsheet saves them."""

    lines: Annotated[str, msgspec.Meta(max_length=500_000)]


class RateNamed(msgspec.Struct, forbid_unknown_fields=True):
    """The rate of a currency that begins on that day."""

    currency: Annotated[str, msgspec.Meta(max_length=3)]
    day: date


class RatesRemoved(msgspec.Struct):
    """How many rates were taken away: one, or none where none was known."""

    removed: int


@get(f"{API}/rates", needs=MEMBER, operation_id="listRates", tags=TAGS)
async def list_rates(ctx: Ctx, workspace: FromPath[str]) -> RatesView:
    rows = await service.rates_of(ctx.uow, ctx.principal)
    return RatesView(ctx.principal.currency, [RateView(**row) for row in rows])


@post(f"{API}/rates", needs=NEEDS, operation_id="keepRates", tags=TAGS)
async def keep_rates(ctx: Ctx, workspace: FromPath[str], data: JSONBody[RateLines]) -> RatesKept:
    return RatesKept(await service.keep(ctx.uow, ctx.principal, data.items))


@post(f"{API}/rates/import", needs=NEEDS, operation_id="importRates", tags=TAGS)
async def import_rates(ctx: Ctx, workspace: FromPath[str], data: JSONBody[RateText]) -> RatesKept:
    return RatesKept(await service.keep_text(ctx.uow, ctx.principal, data.lines))


@post(f"{API}/rates/removal", needs=NEEDS, operation_id="forgetRate", tags=TAGS, status_code=200)
async def forget_rate(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[RateNamed]
) -> RatesRemoved:
    return RatesRemoved(await service.forget(ctx.uow, ctx.principal, data.currency, data.day))


ROUTES = [list_rates, keep_rates, import_rates, forget_rate]
