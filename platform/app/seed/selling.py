"""What a made-up firm sells: products, rivals, a pipeline that moves, leads."""

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from babel.numbers import get_currency_precision

from app.seed.aims import Aims, Sold
from app.seed.filing import Filer
from app.seed.ids import id_at
from app.seed.leads import Leads
from app.seed.offers import Offer, offers
from app.seed.pricing import price_books
from app.seed.rivals import heard_of
from app.seed.shelf import Shelf
from app.seed.world import Workspace
from crm.records.rates.worth import worth
from crm.sales.deal.rank import GAP
from crm.sales.pipeline.reading import first_stages
from kernel.i18n import _, use
from kernel.ids import derived_id
from kernel.money import Money

Told = dict[UUID, deque[tuple[UUID, datetime]]]
Planned = dict[UUID, list[tuple[UUID, datetime]]]
WON, LOST = 4, 5
RATES: Final = {
    ("USD", "EUR"): "1.08", ("EUR", "USD"): "0.93", ("GBP", "EUR"): "0.86", ("CNY", "USD"): "7.12",
}  # fmt: skip
# What to do in each stage.
PLAYBOOKS: Final = (
    (
        "Find out who uses it, who pays and who decides.\nAgree on a day for the first visit.",
        "弄清谁使用、谁付款、谁拍板。\n约定首次拜访时间。",
    ),
    (
        "Write down the need in the customer's own words.\nAsk whom else they are talking to.",
        "用客户自己的话写下需求。\n问清还在和哪些供应商接触。",
    ),
    (
        "Quote within two working days.\nCall the next day: was everything understood?",
        "两个工作日内报价。\n次日回电，确认报价无疑问。",
    ),
    (
        "Give nothing without getting something.\nAgree on a day for the signature.",
        "有让步必有交换。\n约定签约日期。",
    ),
    ("", ""),
    ("", ""),
)

# What was given away on a deal, in hundredths of a percent.
DISCOUNTS: Final = (0, 0, 500, 0, 1000, 300, 0, 1500)


class Selling:
    """Files products, rivals, deals and leads; deals take what was said and planned along."""

    def __init__(
        self, workspace: Workspace, shelf: Shelf, filer: Filer, said: Told, planned: Planned
    ) -> None:
        self._workspace = workspace
        self._rows = shelf.rows
        self._filer = filer
        self._said = said
        self._planned = planned
        self._rng = workspace.random("sales")
        self._tenant = workspace.id
        self._boss = workspace.members[0]
        self._stages = [derived_id(workspace.id, f"stage {n}") for n in range(6)]
        self._foreign = "EUR" if workspace.currency in {"USD", "GBP"} else "USD"
        self._rate = Decimal(RATES[workspace.currency, self._foreign])
        self._shelf = shelf
        self._sold: list[Sold] = []
        self.deals: list[tuple[Offer, UUID]] = []
        self.products: list[UUID] = []
        self.rivals: list[UUID] = []

    def run(self) -> list[tuple[UUID, datetime]]:
        """Everything there is to sell; the tasks of which somebody is to be reminded."""
        with use(self._workspace.language, self._workspace.time_zone):
            self._pipeline()
        self._known_rates()
        goods = [self._product(n) for n in range(len(self._workspace.trade.products))]
        price_books(self._workspace, self._shelf, goods)
        products = [product["id"] for product in goods]
        rivals = [self._rival(name) for name in self._workspace.trade.rivals]
        self.products, self.rivals = products, rivals
        made = [(offer, self._deal(offer, products, rivals)) for offer in offers(self._workspace)]
        self.deals = made
        leads = Leads(self._workspace, self._shelf, self._filer, self._rng)
        leads.run(made)
        Aims(self._workspace, self._shelf, self._sold).run()
        return leads.reminders

    def _pipeline(self) -> None:
        pipeline = derived_id(self._tenant, "pipeline")
        tongue = 1 if self._workspace.language == "zh" else 0
        self._rows["pipeline"].append((self._tenant, pipeline, _("Sales"), 0))
        for place, (name, kind, share, color, target, rot) in enumerate(first_stages()):
            row = (self._tenant, self._stages[place], pipeline, name, kind, place, share, color)
            self._rows["stage"].append((*row, target, rot, PLAYBOOKS[place][tongue]))

    def _known_rates(self) -> None:
        base, now = self._workspace.currency, self._workspace.now
        for back, share in ((365, "0.98"), (90, "1.01"), (7, "1")):
            at = now - timedelta(days=back)
            rate = f"{self._rate * Decimal(share):.4f}"
            row = (self._tenant, base, self._foreign, at.date(), rate, at, self._boss.id)
            self._rows["exchange_rate"].append(row)

    def _product(self, number: int) -> dict[str, Any]:
        product, at = self._workspace.trade.products[number], self._workspace.created_at
        price = self._money((product.low + product.high) // 2)
        cost = {**price, "amount_minor": price["amount_minor"] * 6 // 10}
        values = {
            "name": product.one[0].upper() + product.one[1:],
            "sku": f"{self._workspace.trade.key[:3].upper()}-{(number + 1) * 100}",
            "price": price,
            "cost": cost,
            "category": "goods",
        }
        row = self._file("product", values, at, {})
        row["price_base"] = price["amount_minor"]
        row["cost_base"] = cost["amount_minor"]
        self._filer.keep("product", row)
        return row

    def _rival(self, name: str) -> UUID:
        row = self._file("competitor", {"name": name}, self._workspace.created_at, {})
        self._filer.keep("competitor", row)
        made: UUID = row["id"]
        return made

    def _deal(self, offer: Offer, products: list[UUID], rivals: list[UUID]) -> UUID:
        record_id = id_at(self._rng, offer.moved[0])
        abroad = self._rng.random() < 0.08
        currency = self._foreign if abroad else self._workspace.currency
        amount = self._money(offer.amount, currency)
        rival = [rivals[offer.rival]] if offer.rival is not None else []
        values = {
            "name": offer.name,
            "amount": amount,
            "pipeline_id": derived_id(self._tenant, "pipeline"),
            "stage_id": self._stages[offer.path[-1]],
            "status": offer.status,
            "expected_close": offer.expected_close,
            "forecast": offer.forecast,
            "source": offer.source,
            "lost_reason": offer.lost_reason,
            "closed_at": offer.closed_at,
            "stage_entered_at": offer.moved[-1],
        }
        links = {
            "companies": [offer.company.id],
            "contacts": [contact.id for contact in offer.contacts],
            "competitors": rival,
        }
        row = self._filer.file(
            "deal",
            record_id,
            values,
            owner=offer.company.owner,
            by=offer.company.owner,
            at=offer.moved[0],
            links=links,
        )
        row |= {"rank": self._rank(offer.moved[-1]), "checked": [], "updated_at": offer.moved[-1]}
        row["amount_base"] = self._worth(amount)
        self._sold.append(Sold(offer, row["owner_id"], row["team_id"], row["amount_base"]))
        self._take_along(row, offer)
        self._filer.keep("deal", row)
        self._beside(record_id, offer, rival)
        line = (self._tenant, id_at(self._rng, offer.moved[0]), record_id, 1)
        given = DISCOUNTS[(offer.quantity + len(offer.path)) % len(DISCOUNTS)]
        price = amount["amount_minor"] * 10_000 // (offer.quantity * (10_000 - given))
        sold = (products[offer.product], offer.called, offer.quantity * 1000)
        self._rows["deal_line"].append((*line, *sold, price, currency, given))
        if rival:
            theirs = heard_of(self._workspace, record_id, offer, rival[0], price, currency)
            self._rows["rival_offer"].append(theirs)
        return record_id

    def _take_along(self, row: dict[str, Any], offer: Offer) -> None:
        """What was said to the customer while the deal ran is said of the deal."""
        last = offer.closed_at or self._workspace.now
        about = [
            (i, at)
            for i, at in self._said.get(offer.company.id, ())
            if offer.moved[0] <= at <= last
        ]
        plans = self._planned.get(offer.company.id, []) if offer.status == "open" else []
        for record_id, _at in (*about, *plans):
            self._rows["link"].append((self._tenant, record_id, "links", row["id"], 9))
        row["last_activity_at"] = max((at for _i, at in about), default=None)
        row["next_action_at"] = min((at for _i, at in plans), default=None)

    def _beside(self, record_id: UUID, offer: Offer, rival: list[UUID]) -> None:
        ends = [*offer.moved[1:], None]
        for stage, begin, end in zip(offer.path, offer.moved, ends, strict=True):
            span = id_at(self._rng, begin)
            self._rows["deal_stage_span"].append(
                (self._tenant, span, record_id, self._stages[stage], begin, end)
            )
        outcome = {
            "won": "beaten",
            "lost": "won" if offer.lost_reason == "competitor" else "neither",
        }
        if rival and offer.status in outcome:
            fared = (self._tenant, record_id, rival[0], outcome[offer.status])
            self._rows["deal_competitor"].append(fared)

    def _file(
        self, kind: str, values: dict[str, Any], at: datetime, links: dict[str, list[UUID]]
    ) -> dict[str, Any]:
        made = id_at(self._rng, at)
        boss = self._boss
        return self._filer.file(kind, made, values, owner=boss, by=boss, at=at, links=links)

    def _money(self, whole: int, currency: str = "") -> dict[str, Any]:
        code = currency or self._workspace.currency
        return {"amount_minor": whole * 10 ** get_currency_precision(code), "currency": code}

    def _worth(self, amount: dict[str, Any]) -> int:
        base = self._workspace.currency
        if amount["currency"] == base:
            return int(amount["amount_minor"])
        return worth(Money(**amount), Decimal(f"{self._rate:.4f}"), base)

    def _rank(self, at: datetime) -> int:
        return -((int(at.timestamp() * 1000) << 20) | int(self._rng.random() * GAP))
