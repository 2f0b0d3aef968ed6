"""Below the floor price: who may agree is asked, and until then the deal is not won."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm.catalogue.pricing.asking import floors_for
from crm.records.reading import View
from crm.records.scope import reaches
from crm.records.types import Row
from crm.sales.deal.course import NotOpen
from crm.sales.deal.model import APPROVED, ASKED, DECLINED
from crm.sales.deal.service import Deals
from kernel.errors import Conflict
from kernel.formats import format_money
from kernel.i18n import _, lazy
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.access.holders import holders, nearest
from tenants.notifications.kinds import declare
from tenants.notifications.service import tell

NOTICE: Final = "floor_price"

declare(NOTICE, lazy("Prices below the floor"), "web", "chat")


class Sold(NamedTuple):
    """A product in so many thousandths, for a price of one and a discount in 0.01 %."""

    product_id: UUID
    quantity: int
    price: int
    discount: int

    @property
    def terms(self) -> tuple[UUID, int, int]:
        """What was agreed, whatever the quantity."""
        return self.product_id, self.price, self.discount


async def judged(
    deals: Any,
    deal: Row,
    company_id: UUID | None,
    currency: str,
    sold: Sequence[Sold],
    stood: Mapping[tuple[UUID, int, int], int],
) -> str | None:
    """How the prices stand to the floors; what `stood` there in as large a quantity stays."""
    me: Principal = deals.principal
    wanted = [(one.product_id, one.quantity) for one in sold]
    floors = await floors_for(deals.uow, me, company_id, currency, wanted)
    below = [
        one
        for one, floor in zip(sold, floors, strict=True)
        if floor is not None and one.price * (10_000 - one.discount) < floor * 10_000
    ]
    if not below:
        return None
    if reaches(me, "deal", "transfer", deal):
        return APPROVED
    fresh = [one for one in below if one.quantity > stood.get(one.terms, 0)]
    return ASKED if fresh else deal["below_floor"]


async def keep(deals: Any, deal: Row, standing: str | None) -> None:
    """Write it with the deal, where it is another than before."""
    if standing != deal["below_floor"]:
        await deals.follow(deal, "updated", {"below_floor": standing})


async def decide(deals: Deals, deal_id: UUID, *, approved: bool) -> View:
    """A manager agrees to the price, or does not; whoever has the deal hears of it."""
    row = await deals.changeable(deal_id, "transfer")
    if row["status"] != "open":
        raise NotOpen
    wish = APPROVED if approved else DECLINED
    if row["below_floor"] in (None, wish):
        raise Conflict(_("There is nothing to decide about this price."))
    done = await deals.follow(row, "updated", {"below_floor": wish})
    await _tell_owner(deals.uow, deals.principal, row, approved=approved)
    return done


async def ask(uow: UnitOfWork, me: Principal, deal: Row, worth: dict[str, Any] | None) -> None:
    """Tell whoever may give this deal away, for they may agree to its price."""
    found = await holders(uow, "deal:transfer")
    able = [
        one
        for one in found
        if one.member_id != me.member_id and reaches(one, "deal", "transfer", deal)
    ]

    def words() -> tuple[str, str]:
        amount = format_money(worth["amount_minor"], worth["currency"]) if worth else ""
        body = ", ".join(part for part in (deal["name"], amount) if part)
        return _("%(name)s sells below the floor price", name=me.name), body

    for one in nearest(able):
        await tell(uow, one.member_id, NOTICE, words, record_type="deal", record_id=deal["id"])


async def _tell_owner(uow: UnitOfWork, me: Principal, row: Row, *, approved: bool) -> None:
    if row["owner_id"] in (None, me.member_id):
        return

    def words() -> tuple[str, str]:
        yes, no = _("%(name)s agrees to the price."), _("%(name)s does not agree to the price.")
        return row["name"], (yes if approved else no) % {"name": me.name}

    await tell(uow, row["owner_id"], NOTICE, words, record_type="deal", record_id=row["id"])
