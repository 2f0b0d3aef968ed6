"""The meters for programs."""

from typing import Literal

import msgspec
from litestar.params import FromPath

from billing.switch import demand_selling
from billing.usage.service import usage
from kernel.http import ALWAYS, Ctx, get


class MeterView(msgspec.Struct, frozen=True):
    """`cap` null has no end; `level` is empty, near (80 %) or full. Storage is in bytes."""

    name: str
    used: int
    cap: int | None
    level: Literal["", "near", "full"]


class UsageView(msgspec.Struct, frozen=True):
    """What is used, and the features of the plan."""

    items: list[MeterView]
    features: list[str]


@get(
    "/api/v1/{workspace:str}/billing/usage",
    needs="settings:billing",
    opt=ALWAYS,
    operation_id="getUsage",
    tags=["Billing"],
)
async def get_usage(ctx: Ctx, workspace: FromPath[str]) -> UsageView:
    demand_selling()
    entitled = ctx.principal.entitled
    meters = [MeterView(m.name, m.used, m.cap, m.level) for m in await usage(ctx.uow, entitled)]
    return UsageView(meters, sorted(entitled.now().features or ()))


ROUTES = [get_usage]
