"""Offers of competitors: kept with a deal, read of a competitor over all deals in sight."""

from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec

from crm.records.kinds import Unfit
from crm.records.kinds.texts import clean_text
from crm.records.narrowing import as_seen
from crm.records.reading import demand_visible
from crm.records.scope import visible
from crm.records.service import Records
from crm.sales.deal.model import DEAL
from kernel import clock
from kernel.errors import Forbidden, Invalid
from kernel.formats import local
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.money import CURRENCIES
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

MOST: Final = 50
SHOWN: Final = 20
Words = Annotated[str, msgspec.Meta(max_length=500)]

_OF_DEAL = """
SELECT o.competitor_id, o.product, o.price, o.currency, o.note, o.day
FROM rival_offer o WHERE o.tenant_id = $1 AND o.deal_id = $2
ORDER BY o.tenant_id, o.position, o.id LIMIT 50
"""
_CLEARED = "DELETE FROM rival_offer WHERE tenant_id = $1 AND deal_id = $2"
_ADDED = """
INSERT INTO rival_offer (tenant_id, id, deal_id, position, competitor_id, product, price, currency,
                         note, day)
SELECT $1, u.id, $2, u.position, u.competitor_id, u.product, u.price, u.currency, u.note, u.day
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::date[])
    WITH ORDINALITY AS u(id, competitor_id, product, price, currency, note, day, position)
ON CONFLICT (tenant_id, id) DO NOTHING
"""


class RivalOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`price` of one in minor units; without a day it was heard of today."""

    competitor_id: UUID
    product: Annotated[str, msgspec.Meta(max_length=200)]
    price: Annotated[int, msgspec.Meta(ge=0, le=10**12)] | None = None
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)] = ""
    note: Words = ""
    day: date | None = None


class RivalOffers(msgspec.Struct, forbid_unknown_fields=True):
    """All that is known of a deal."""

    items: Annotated[list[RivalOffer], msgspec.Meta(max_length=MOST)]


def sees_rivals(me: Principal) -> bool:
    """To whom the deal's competitors are hidden, their offers are too."""
    return "competitors" in as_seen(DEAL, me).relations and me.may("competitor:see")


async def offers_on(uow: UnitOfWork, me: Principal, deal_id: UUID) -> list[RivalOffer]:
    """Those on a deal that the principal has been shown."""
    if not sees_rivals(me):
        return []
    return [RivalOffer(**row) for row in await uow.fetch(_OF_DEAL, me.tenant_id, deal_id)]


async def offers_by(uow: UnitOfWork, me: Principal, competitor_id: UUID) -> list[dict[str, Any]]:
    """What a competitor offered on the deals that the principal sees, the newest first."""
    if not sees_rivals(me) or not me.may("deal:see"):
        return []
    args = Args(me.tenant_id, competitor_id)
    rows = await uow.fetch(
        f"SELECT o.product, o.price, o.currency, o.note, o.day, o.deal_id, r.title "
        f"FROM rival_offer o "
        f"JOIN record r ON r.tenant_id = $1 AND r.id = o.deal_id AND r.deleted_at IS NULL "
        f"WHERE o.tenant_id = $1 AND o.competitor_id = $2 AND {visible(me, args, 'r', of=DEAL)} "
        f"ORDER BY o.tenant_id DESC, o.day DESC, o.id DESC LIMIT {SHOWN}",
        *args.values,
    )
    return [dict(row) for row in rows]


async def set_offers(deals: Records, deal_id: UUID, said: RivalOffers) -> None:
    """These offers and no others."""
    await deals.changeable(deal_id)
    me = deals.principal
    if not sees_rivals(me):
        raise Forbidden(_("You see this in part only, so you cannot change it."))
    wanted = list({one.competitor_id for one in said.items})
    found = await demand_visible(deals.uow, me, wanted)
    if any(found.get(one, ("",))[0] != "competitor" for one in wanted):
        raise Invalid(fields={"items": _("There is no such competitor.")})
    today = local(clock.now()).date()
    items = [_clean(one, me.currency, today) for one in said.items]
    names = ("competitor_id", "product", "price", "currency", "note", "day")
    columns = [[getattr(one, name) for one in items] for name in names]
    await deals.uow.execute(_CLEARED, me.tenant_id, deal_id)
    fresh = [uuid7() for _one in items]
    await deals.uow.execute(_ADDED, me.tenant_id, deal_id, fresh, *columns)


def _clean(one: RivalOffer, currency: str, today: date) -> RivalOffer:
    if one.currency and one.currency not in CURRENCIES:
        wrong = _("A currency is three letters such as EUR, USD or CNY.")
        raise Invalid(fields={"items": wrong})
    try:
        product = clean_text(one.product, most=200)
        note = clean_text(one.note, most=500) or ""
    except Unfit as error:
        raise Invalid(fields={"items": str(error)}) from error
    if not product:
        raise Invalid(fields={"items": _("Say what they offered.")})
    return RivalOffer(
        competitor_id=one.competitor_id,
        product=product,
        price=one.price,
        currency=one.currency or currency,
        note=note,
        day=one.day or today,
    )
