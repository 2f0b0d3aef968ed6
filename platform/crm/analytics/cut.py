"""What is looked at: a period, and perhaps one rep, one team, one pipeline, one product."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import QueryParameter

from crm.analytics.periods import Kind, Period, around, read
from crm.records.rates.worth import today
from crm.records.service import service_of
from crm.sales.pipeline.reading import PipelineSeen, pipelines
from kernel.errors import NotFound
from kernel.filters import EVERYTHING, Node, Test
from kernel.http import Ctx
from tenants.teams.tree import below

Said = Annotated[str, QueryParameter(max_length=40)]
Id = Annotated[UUID | None, QueryParameter()]

_MEMBER = "SELECT TRUE FROM membership m WHERE m.tenant_id = $1 AND m.id = $2"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """As the address says it."""

    period: str = ""
    owner: UUID | None = None
    team: UUID | None = None
    pipeline: UUID | None = None
    product: UUID | None = None


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """`teams` are the team and all below it."""

    period: Period
    owner: UUID | None = None
    team: UUID | None = None
    teams: tuple[UUID, ...] = ()
    pipeline: PipelineSeen
    product: UUID | None = None

    def whose(self) -> list[Node]:
        """The conditions on whose it is."""
        nodes: list[Node] = []
        if self.owner:
            nodes.append(Test("owner_id", "eq", str(self.owner)))
        if self.team:
            nodes.append(Test("team", "in", [str(team) for team in self.teams]))
        return nodes

    def what(self) -> list[Node]:
        """The same, and on what is in the deals."""
        product = Test("product", "eq", str(self.product)) if self.product else EVERYTHING
        return [*self.whose(), product]


async def cut(ctx: Ctx, asked: Asked, usual: Kind) -> Cut:
    """What was asked for; `NotFound` for whom and what nobody knows here."""
    known = await pipelines(ctx.uow)
    chosen = known.get(asked.pipeline) if asked.pipeline else known.default
    if chosen is None:
        raise NotFound
    if asked.owner and not await ctx.uow.fetchval(_MEMBER, ctx.uow.tenant_id, asked.owner):
        raise NotFound
    teams = await below(ctx.uow, asked.team)
    if asked.team and not teams:
        raise NotFound
    if asked.product:
        await service_of("product", ctx.uow, ctx.principal).get(asked.product)
    return Cut(
        period=read(asked.period) if asked.period else around(usual, today(ctx.principal)),
        owner=asked.owner,
        team=asked.team,
        teams=tuple(teams),
        pipeline=chosen,
        product=asked.product,
    )
