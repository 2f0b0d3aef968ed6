"""What a deal consists of: lines of products, and people with their parts."""

from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from crm.catalogue.pricing.asking import prices_for
from crm.records.beside.telling import tell
from crm.records.kinds import Unfit
from crm.records.kinds.texts import clean_text
from crm.records.pointing import known_ids
from crm.records.reading import demand_visible
from crm.records.service import Records
from crm.records.types import Row
from crm.sales.deal import floors
from crm.sales.deal.model import ASKED
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.money import CURRENCIES
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

MOST: Final = 200
WHOLE: Final = Decimal(1)
PartName = Literal["decides", "influences", "uses", "pays", "champions", "blocks"]

_LINES = """
SELECT l.product_id, l.text, l.quantity, l.price, l.currency, l.discount FROM deal_line l
WHERE l.tenant_id = $1 AND l.deal_id = $2 ORDER BY l.tenant_id, l.position, l.id LIMIT 200
"""
_CLEARED = "DELETE FROM deal_line WHERE tenant_id = $1 AND deal_id = $2"
_ADDED = """
INSERT INTO deal_line (tenant_id, id, deal_id, position, product_id, text, quantity, price,
                       currency, discount)
SELECT $1, u.id, $2, u.position, u.product_id, u.text, u.quantity, u.price, $8, u.discount
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $9::bigint[])
    WITH ORDINALITY AS u(id, product_id, text, quantity, price, discount, position)
ON CONFLICT (tenant_id, id) DO NOTHING
"""
_ROLES = """
SELECT c.contact_id, c.part AS role FROM deal_contact c
WHERE c.tenant_id = $1 AND c.deal_id = $2 ORDER BY c.tenant_id, c.contact_id LIMIT 200
"""
_ROLE = """
INSERT INTO deal_contact (tenant_id, deal_id, contact_id, part) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, deal_id, contact_id) DO UPDATE SET part = excluded.part
"""


_BESIDE = """
SELECT
  (SELECT jsonb_agg(jsonb_build_array(s.name, p.from_at, p.to_at) ORDER BY p.from_at, p.id)
   FROM deal_stage_span p JOIN stage s ON s.tenant_id = $1 AND s.id = p.stage_id
   WHERE p.tenant_id = $1 AND p.deal_id = $2) AS spans,
  (SELECT jsonb_object_agg(c.contact_id, c.part) FROM deal_contact c
   WHERE c.tenant_id = $1 AND c.deal_id = $2) AS roles,
  (SELECT jsonb_agg(jsonb_build_object('product_id', l.product_id, 'text', l.text,
      'quantity', l.quantity, 'price', l.price, 'discount', l.discount)
      ORDER BY l.position, l.id)
   FROM deal_line l WHERE l.tenant_id = $1 AND l.deal_id = $2) AS lines,
  (SELECT min(l.currency) FROM deal_line l WHERE l.tenant_id = $1 AND l.deal_id = $2) AS currency
"""


class Role(msgspec.Struct, forbid_unknown_fields=True):
    """What part the contact plays."""

    role: PartName


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """`quantity` in thousandths, `price` of one in minor units, `discount` in 0.01 %.

    A line without a price takes that of the price book that fits the customer, else the
    product's. To whom the deal's amount is hidden, there is no price, and no discount.
    """

    quantity: Annotated[int, Meta(ge=1, le=10**12)]
    price: Annotated[int, Meta(ge=0, le=10**12)] | None = None
    text: Annotated[str, Meta(max_length=200)] = ""
    product_id: UUID | None = None
    discount: Annotated[int, Meta(ge=0, le=10_000)] = 0

    def total(self) -> int:
        """Minor units, rounded half to even."""
        if self.price is None:
            return 0
        exact = Decimal(self.quantity) / 1000 * self.price * (10_000 - self.discount) / 10_000
        return int(exact.quantize(WHOLE, rounding=ROUND_HALF_EVEN))


class Stay(msgspec.Struct, array_like=True):
    """In a stage, from when to when."""

    name: str
    from_at: datetime
    to_at: datetime | None


class Beside(msgspec.Struct):
    """What a deal's page shows beside it."""

    spans: list[Stay]
    roles: dict[str, str]
    lines: "Lines"


class Lines(msgspec.Struct, forbid_unknown_fields=True):
    """The lines in their order; `as_amount` makes their total the deal's amount."""

    currency: str
    items: Annotated[list[Line], Meta(max_length=MOST)]
    as_amount: bool = True


async def lines_of(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> Lines:
    """The lines of a deal that the principal has been shown."""
    rows = await uow.fetch(_LINES, principal.tenant_id, deal_id)
    items = [
        Line(row["quantity"], row["price"], row["text"], row["product_id"], row["discount"])
        for row in rows
    ]
    currency = rows[0]["currency"] if rows else principal.currency
    return Lines(currency, _as_seen(principal, items))


def sees_prices(principal: Principal) -> bool:
    """What tells the amount is hidden with it."""
    return "amount" not in principal.veils.get("deal", {})


def _as_seen(principal: Principal, lines: list[Line]) -> list[Line]:
    if sees_prices(principal):
        return lines
    return [msgspec.structs.replace(line, price=None, discount=0) for line in lines]


async def beside(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> Beside:
    """Its way, its people's parts and its lines, in one statement."""
    row = await uow.fetchrow(_BESIDE, principal.tenant_id, deal_id)
    found = row or {"spans": None, "roles": None, "lines": None, "currency": None}
    return Beside(
        spans=msgspec.convert(found["spans"] or [], list[Stay]),
        roles=found["roles"] or {},
        lines=Lines(
            found["currency"] or principal.currency,
            _as_seen(principal, msgspec.convert(found["lines"] or [], list[Line])),
        ),
    )


async def set_lines(deals: Records, deal_id: UUID, lines: Lines) -> bool:
    """These lines and no others; whether a manager is asked for a price below the floor."""
    if lines.currency not in CURRENCIES:
        wrong = _("A currency is three letters such as EUR, USD or CNY.")
        raise Invalid(fields={"currency": wrong})
    deal = await deals.changeable(deal_id)
    if not sees_prices(deals.principal):
        raise Forbidden(_("You see this in part only, so you cannot change it."))
    texts = await _texts(deals, lines.items)
    lines = await _priced(deals, customer_of(deal), lines)
    standing = await _standing(deals, deal, lines)
    tenant = deals.principal.tenant_id
    await deals.uow.execute(_CLEARED, tenant, deal_id)
    await deals.uow.execute(
        _ADDED,
        tenant,
        deal_id,
        [uuid7() for _line in lines.items],
        [line.product_id for line in lines.items],
        texts,
        [line.quantity for line in lines.items],
        [line.price for line in lines.items],
        lines.currency,
        [line.discount for line in lines.items],
    )
    await floors.keep(deals, deal, standing)
    if lines.as_amount and lines.items:
        total = sum(line.total() for line in lines.items)
        await deals.edit(
            deal_id, {"amount": {"amount_minor": total, "currency": lines.currency}}, None
        )
    if standing == ASKED != deal["below_floor"]:
        worth = (await deals.get(deal_id))["amount"]
        await floors.ask(deals.uow, deals.principal, deal, worth)
    return standing == ASKED


async def roles_of(uow: UnitOfWork, principal: Principal, deal_id: UUID) -> list[dict[str, Any]]:
    """Who plays what part."""
    return [dict(row) for row in await uow.fetch(_ROLES, principal.tenant_id, deal_id)]


async def set_role(deals: Records, deal_id: UUID, contact_id: UUID, role: PartName) -> None:
    """Only a contact of the deal has a part in it."""
    row = await deals.changeable(deal_id)
    linked = {link[1] for link in row["_links"] or () if link[0] == "contacts"}
    if str(contact_id) not in linked:
        if contact_id not in await demand_visible(deals.uow, deals.principal, [contact_id]):
            raise NotFound
        raise Conflict(_("This contact is not on the deal. Add it first."))
    await deals.uow.execute(_ROLE, deals.principal.tenant_id, deal_id, contact_id, role)
    after = {"role": role, "contact": str(contact_id)}
    await tell(deals.uow, deals.principal, deals.kind, deal_id, "updated", after=after)


def customer_of(deal: Row) -> UUID | None:
    """For whom its prices are."""
    return next(iter(known_ids(deal, "companies")), None)


async def _priced(deals: Records, company_id: UUID | None, lines: Lines) -> Lines:
    """Each line with a price, its own or what its product costs this customer."""
    asked = [line for line in lines.items if line.price is None and line.product_id]
    wanted = [(line.product_id, line.quantity) for line in asked if line.product_id]
    me, items = deals.principal, []
    found = iter(await prices_for(deals.uow, me, company_id, lines.currency, wanted))
    for line in lines.items:
        if line.price is None:
            price = next(found) if line.product_id else None
            if price is None:
                wrong = _("Give the price of one in %(currency)s.") % {"currency": lines.currency}
                raise Invalid(fields={"items": wrong})
            items.append(msgspec.structs.replace(line, price=price))
        else:
            items.append(line)
    return msgspec.structs.replace(lines, items=items)


async def _standing(deals: Records, deal: Row, lines: Lines) -> str | None:
    rows = await deals.uow.fetch(_LINES, deals.principal.tenant_id, deal["id"])
    stood: dict[tuple[UUID, int, int], int] = {}
    for row in rows:
        terms = (row["product_id"], row["price"], row["discount"])
        stood[terms] = max(row["quantity"], stood.get(terms, 0))
    sold = [
        floors.Sold(line.product_id, line.quantity, line.price or 0, line.discount)
        for line in lines.items
        if line.product_id
    ]
    return await floors.judged(deals, deal, customer_of(deal), lines.currency, sold, stood)


async def _texts(deals: Records, lines: list[Line]) -> list[str]:
    wanted = list({line.product_id for line in lines if line.product_id})
    found = await demand_visible(deals.uow, deals.principal, wanted)
    texts = []
    for line in lines:
        kind, title = found.get(line.product_id, ("", "")) if line.product_id else ("", "")
        if line.product_id and kind != "product":
            raise Invalid(fields={"items": _("There is no such product.")})
        try:
            texts.append(clean_text(line.text, most=200) or title)
        except Unfit as error:
            raise Invalid(fields={"items": str(error)}) from error
    return texts
