"""On a competitor's page: won and lost against them, why, and what they offered."""

from typing import Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.analytics.figures import both, total
from crm.analytics.numbers.tables import Tile, count, percent
from crm.analytics.winloss.pages import between, closed
from crm.analytics.winloss.service import PARTS, lost_by, rate_of
from crm.records.fields import Field
from crm.records.kinds.choices import label_of
from crm.records.narrowing import as_seen
from crm.records.pages.panels import Panel, add_panel
from crm.records.reading import fetch
from crm.sales.competitor.model import COMPETITOR
from crm.sales.deal.model import DEAL
from crm.sales.rival.service import offers_by, sees_rivals
from kernel.errors import NotFound
from kernel.filters import Test
from kernel.http import Ctx, get
from kernel.i18n import _
from web.render import fragment

TEMPLATES: Final = "crm/analytics/winloss/templates"
OPEN: Final = {"open": Test("status", "eq", "open")}


@get(
    "/{workspace:str}/competitors/{competitor_id:uuid}/against",
    needs="competitor:see",
    include_in_schema=False,
)
async def against(ctx: Ctx, competitor_id: FromPath[UUID]) -> Response[str]:
    """Of the deals that the reader sees."""
    me = ctx.principal
    await fetch(ctx.uow, me, COMPETITOR, competitor_id)
    if not sees_rivals(me) or not me.may("deal:see"):
        raise NotFound
    where = Test("competitors", "eq", str(competitor_id))
    found = await total(ctx.uow, me, DEAL, both(where), {**PARTS, **OPEN})
    fields = as_seen(DEAL, me).fields
    told = "lost_reason" in fields and not fields["lost_reason"].masked
    reasons = await lost_by(ctx.uow, me, both(where), "lost_reason") if told else []
    rate = rate_of(found)
    return fragment(
        f"{TEMPLATES}/against.html",
        tiles=[
            Tile(label=_("Win rate"), cell=percent(rate.rate, closed(rate)), note=between(rate)),
            Tile(label=_("Won"), cell=count(DEAL, rate.won)),
            Tile(label=_("Lost"), cell=count(DEAL, rate.lost)),
            Tile(label=_("Open"), cell=count(DEAL, found["open"])),
        ],
        reasons=[(_why(fields["lost_reason"], one.key), count(DEAL, one.lost)) for one in reasons],
        offers=await offers_by(ctx.uow, me, competitor_id),
        currency=me.currency,
    )


def _why(field: Field, key: str | None) -> str:
    return label_of(field, key) if key else _("Not said")


add_panel(
    Panel(
        name="against",
        place="top",
        template=f"{TEMPLATES}/panel.html",
        applies=lambda kind: kind is COMPETITOR,
        href=lambda _kind, record: f"competitors/{record['id']}/against",
        needs="deal:see",
    )
)

ROUTES = [against]
