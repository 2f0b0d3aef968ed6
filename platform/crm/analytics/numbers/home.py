"""Home's figures of what is for sale: one's pipeline, and this month against the target."""

from crm.activities.home.tiles import Tile, add_tiles
from crm.analytics.cut import Cut
from crm.analytics.figures import both, sees_amounts, total
from crm.analytics.forecast.service import OPEN, forecast
from crm.analytics.periods import around
from crm.analytics.targets.pages import tone_of
from crm.analytics.targets.service import Reached, reached
from crm.records.pages.presenting import rows_path
from crm.records.rates.worth import today
from crm.sales.deal.model import DEAL
from crm.sales.pipeline.reading import pipelines
from kernel.filters import EVERYTHING, Test
from kernel.formats import format_money, format_number, format_percent
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def tiles(uow: UnitOfWork, principal: Principal) -> list[Tile]:
    """A rep's own open deals and target; the whole firm's, and its forecast, for who sees it."""
    if not principal.may("deal:see"):
        return []
    whole = principal.scope_of("deal") == "all"
    mine = EVERYTHING if whole else Test("owner_id", "eq", str(principal.member_id))
    open_ones = (await total(uow, principal, DEAL, both(OPEN, mine), {"open": EVERYTHING}))["open"]
    found = [
        Tile(
            label=_("Pipeline") if whole else _("My pipeline"),
            value=format_number(open_ones.count)
            if open_ones.worth is None
            else format_money(open_ones.worth, principal.currency),
            path=rows_path(DEAL, open_ones.filter),
        )
    ]
    if whole:
        found += await _expected(uow, principal)
    target = await aim(uow, principal, whole=whole)
    if target is not None and target.attainment is not None:
        found.append(
            Tile(
                label=_("This month's target"),
                value=format_percent(round(target.attainment, 3)),
                path="numbers/targets",
                note=_("pace %(share)s", share=format_percent(round(target.pace, 2)))
                if target.pace is not None
                else "",
                tone=tone_of(target.pace) or "neutral",
            )
        )
    return found


async def _expected(uow: UnitOfWork, principal: Principal) -> list[Tile]:
    """What this month is likely to bring."""
    month, pipeline = around("month", today(principal)), (await pipelines(uow)).default
    expected = await forecast(uow, principal, Cut(period=month, pipeline=pipeline))
    if expected.forecast is None:
        return []
    said = format_money(expected.forecast, principal.currency)
    return [Tile(label=_("Forecast of this month"), value=said, path="numbers/forecast")]


async def aim(uow: UnitOfWork, principal: Principal, *, whole: bool = False) -> Reached | None:
    """The amount to be won this month: the member's own, else the firm's if it is seen.

    `whole` asks for the firm's first.
    """
    if not sees_amounts(principal, DEAL):
        return None
    month = around("month", today(principal))
    amounts = [
        one
        for one in await reached(uow, principal, [month])
        if one.metric == "contract_amount"
        and (one.scope == "company" or one.subject_id == principal.member_id)
    ]
    first = "company" if whole else "user"
    return next((one for one in amounts if one.scope == first), amounts[0] if amounts else None)


add_tiles(tiles)
