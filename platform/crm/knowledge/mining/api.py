"""The JSON API of what customers say again and again."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, QueryParameter

from crm.knowledge.hearing.reading import Heard
from crm.knowledge.item.api import TAGS
from crm.knowledge.mining.service import DAYS, Cluster, Topic, clusters, topic
from crm.knowledge.mining.themes import Theme, theme, themes
from crm.records.api import API
from kernel.http import Ctx, get

_AT = f"{API}/knowledge-insights"
_SEE = "knowledge_item:see"
Days = Annotated[int, QueryParameter(ge=2, le=730, description="Days back from now.")]
Name = Annotated[str, QueryParameter(max_length=40)]


class Insights(msgspec.Struct, frozen=True):
    """Objections and needs by topic, and by what comes up in much the same words."""

    days: int
    items: list[Cluster]
    themes: list[Theme]


@get(_AT, needs=_SEE, operation_id="knowledgeInsights", tags=TAGS)
async def insights(ctx: Ctx, workspace: FromPath[str], days: Days = DAYS) -> Insights:
    """Counted over the visits and deals that the member sees."""
    uow, me = ctx.uow, ctx.principal
    return Insights(days, await clusters(uow, me, days), await themes(uow, me, days))


@get(f"{_AT}/rows", needs=_SEE, operation_id="knowledgeInsightRows", tags=TAGS)
async def rows(
    ctx: Ctx,
    workspace: FromPath[str],
    kind: FromQuery[Heard] = "objection",
    name: Name = "price",
    days: Days = DAYS,
    theme_id: Annotated[
        UUID | None, QueryParameter(description="Rather than kind and name.")
    ] = None,
) -> Topic:
    """What stands behind the numbers of a topic, or of a theme."""
    if theme_id is not None:
        return (await theme(ctx.uow, ctx.principal, theme_id, days))[1]
    return await topic(ctx.uow, ctx.principal, kind, name, days)


ROUTES = [insights, rows]
