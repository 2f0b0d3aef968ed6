"""Home's figures of what is for sale: one's pipeline, and this month against the target."""

from crm.activities.home.tiles import Tile, add_tiles
from crm.analytics.figures import both, sees_amounts, total
from crm.analytics.forecast.service import OPEN
from crm.analytics.numbers.tables import rows_path
from crm.analytics.periods import around
from crm.analytics.targets.pages import tone_of
from crm.analytics.targets.service import Reached, reached
from crm.records.rates.worth import today
from crm.sales.deal.model import DEAL
from kernel.filters import EVERYTHING, Test
from kernel.formats import format_money, format_number, format_percent
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork


async def tiles(uow: UnitOfWork, principal: Principal) -> list[Tile]:
    """The member's own open deals; their target of the month, or the firm's."""
    if not principal.may("deal:see"):
        return []
    mine = both(OPEN, Test("owner_id", "eq", str(principal.member_id)))
    open_ones = (await total(uow, principal, DEAL, mine, {"open": EVERYTHING}))["open"]
    found = [
        Tile(
            label=_("My pipeline"),
            value=format_number(open_ones.count)
            if open_ones.worth is None
            else format_money(open_ones.worth, principal.currency),
            path=rows_path(DEAL, open_ones.filter),
        )
    ]
    target = await aim(uow, principal)
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


async def aim(uow: UnitOfWork, principal: Principal) -> Reached | None:
    """The won amount that the member is to reach this month; else the firm, if it is seen."""
    if not sees_amounts(principal, DEAL):
        return None
    month = around("month", today(principal))
    amounts = [
        one
        for one in await reached(uow, principal, [month])
        if one.metric == "contract_amount"
        and (one.scope == "company" or one.subject_id == principal.member_id)
    ]
    return next((one for one in amounts if one.scope == "user"), amounts[0] if amounts else None)


add_tiles(tiles)
