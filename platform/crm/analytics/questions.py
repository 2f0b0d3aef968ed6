"""What figures ask of deals beside their fields: the stages they passed, what is in them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from crm.analytics.figures import Grouping
from crm.customers.company.model import COMPANY
from crm.records.questions import ask
from crm.records.scope import visible
from kernel.filters import BadFilter, Test
from kernel.i18n import _, lazy
from kernel.principal import Principal
from kernel.sql import Args

# A stage and those behind it: who skips a stage has passed it. Lost is no progress.
_FROM_ON: Final = """ARRAY(SELECT t.id FROM stage f JOIN stage t ON t.tenant_id = {tenant}
    AND t.pipeline_id = f.pipeline_id AND t.position >= f.position AND t.kind <> 'lost'
    WHERE f.tenant_id = {tenant} AND f.id = {stage})"""
_REACHED: Final = """EXISTS (SELECT 1 FROM deal_stage_span q WHERE q.tenant_id = {tenant}
    AND q.deal_id = {deal} AND q.stage_id = ANY({stages}))"""
_ENTERED: Final = """{deal} IN (SELECT q.deal_id FROM deal_stage_span q
    WHERE q.tenant_id = {tenant} AND q.stage_id = ANY({stages})
    AND q.from_at >= {first} AND q.from_at < {after}
    AND NOT EXISTS (SELECT 1 FROM deal_stage_span e WHERE e.tenant_id = {tenant}
        AND e.deal_id = q.deal_id AND e.stage_id = ANY({stages}) AND e.from_at < {first}))"""
_LEFT: Final = """{deal} IN (SELECT q.deal_id FROM deal_stage_span q WHERE q.tenant_id = {tenant}
    AND q.stage_id = {stage} AND q.to_at >= {first} AND q.to_at < {after})"""
# The last open stage in which it stood.
LAST_OPEN: Final = """(SELECT q.stage_id FROM deal_stage_span q
    JOIN stage o ON o.tenant_id = {tenant} AND o.id = q.stage_id AND o.kind = 'open'
    WHERE q.tenant_id = {tenant} AND q.deal_id = {deal}
    ORDER BY q.tenant_id, q.from_at DESC, q.id DESC LIMIT 1)"""
_PRODUCT: Final = """EXISTS (SELECT 1 FROM deal_line q WHERE q.tenant_id = {tenant}
    AND q.deal_id = {deal} AND q.product_id = {product})"""
_PRODUCTS: Final = """EXISTS (SELECT 1 FROM deal_line q WHERE q.tenant_id = {tenant}
    AND q.deal_id = {deal} AND q.product_id IS NOT NULL)"""

# How much of the price of a deal's lines was given away, in bands; none where it has no lines.
DISCOUNT_BAND: Final = """(SELECT CASE WHEN b.share <= 0 THEN '0' WHEN b.share <= 500 THEN '5'
    WHEN b.share <= 1000 THEN '10' WHEN b.share <= 2000 THEN '20' WHEN b.share > 2000 THEN 'more'
    END FROM (SELECT sum(q.quantity::numeric * q.price * q.discount)
        / nullif(sum(q.quantity::numeric * q.price), 0) AS share
        FROM deal_line q WHERE q.tenant_id = {tenant} AND q.deal_id = {deal}) b)"""
BANDS: Final = {
    "0": lazy("no discount"),
    "5": lazy("up to 5%"),
    "10": lazy("5 to 10%"),
    "20": lazy("10 to 20%"),
    "more": lazy("more than 20%"),
}

# A deal with two products stands in both rows, each time with all its worth.
BY_PRODUCT: Final = Grouping(
    "bq.product_id",
    lambda key: Test("product", "eq", str(key)),
    lambda _args: (
        "JOIN (SELECT DISTINCT q.deal_id, q.product_id FROM deal_line q WHERE q.tenant_id = $1 "
        "AND q.product_id IS NOT NULL) bq ON bq.deal_id = a.id"
    ),
)


def by_territory(principal: Principal) -> Grouping:
    """By where the companies of a deal lie; one of two territories stands in both rows."""

    def join(args: Args) -> str:
        seen = visible(principal, args, "tc", of=COMPANY)
        return (
            "JOIN (SELECT DISTINCT tl.from_id, ts.territory_id FROM link tl "
            "JOIN company tc ON tc.tenant_id = $1 AND tc.id = tl.to_id AND tc.deleted_at IS NULL "
            "JOIN territory_span ts ON ts.tenant_id = $1 AND ts.record_id = tc.id "
            "AND ts.ended_at IS NULL "
            f"WHERE tl.tenant_id = $1 AND tl.kind = 'companies' AND {seen}) bt "
            "ON bt.from_id = a.id"
        )

    where = lambda key: Test("companies.territory", "eq", str(key))  # noqa: E731 -- as short as it is
    return Grouping("bt.territory_id", where, join)


def _reached(test: Test, principal: Principal, args: Args, alias: str) -> str:
    tenant, stage = args(principal.tenant_id), args(id_of(test.value))
    stages = _FROM_ON.format(tenant=tenant, stage=stage)
    return _REACHED.format(tenant=tenant, deal=f"{alias}.id", stages=stages)


def _entered(test: Test, principal: Principal, args: Args, alias: str) -> str:
    stage, first, after = span_of(test.value)
    tenant = args(principal.tenant_id)
    return _ENTERED.format(
        tenant=tenant,
        deal=f"{alias}.id",
        stages=_FROM_ON.format(tenant=tenant, stage=args(stage)),
        first=args(first),
        after=args(after),
    )


def _left(test: Test, principal: Principal, args: Args, alias: str) -> str:
    stage, first, after = span_of(test.value)
    return _LEFT.format(
        tenant=args(principal.tenant_id),
        deal=f"{alias}.id",
        stage=args(stage),
        first=args(first),
        after=args(after),
    )


def _lost_in(test: Test, principal: Principal, args: Args, alias: str) -> str:
    last = LAST_OPEN.format(tenant=args(principal.tenant_id), deal=f"{alias}.id")
    return f"{last} IS NOT DISTINCT FROM {args(id_of(test.value) if test.value else None)}::uuid"


def _product(test: Test, principal: Principal, args: Args, alias: str) -> str:
    tenant, product = args(principal.tenant_id), args(id_of(test.value))
    return _PRODUCT.format(tenant=tenant, deal=f"{alias}.id", product=product)


def _products(test: Test, principal: Principal, args: Args, alias: str) -> str:
    found = _PRODUCTS.format(tenant=args(principal.tenant_id), deal=f"{alias}.id")
    return found if test.value else f"NOT {found}"


def _soon(test: Test, _principal: Principal, _args: Args, alias: str) -> str:
    answered = f"{alias}.first_response_at <= {alias}.created_at + interval '1 day'"
    return f"coalesce({answered}, FALSE) IS {'TRUE' if test.value else 'FALSE'}"


def _discount(test: Test, principal: Principal, args: Args, alias: str) -> str:
    if "amount" in principal.veils.get("deal", {}) or test.value not in {None, *BANDS}:
        raise BadFilter(_("There is no such field."))
    band = DISCOUNT_BAND.format(tenant=args(principal.tenant_id), deal=f"{alias}.id")
    return f"{band} IS NOT DISTINCT FROM {args(test.value)}::text"


def _team(test: Test, _principal: Principal, args: Args, alias: str) -> str:
    said = test.value if isinstance(test.value, list) else [test.value]
    if said == [None]:
        return f"{alias}.team_id IS NULL"
    return f"coalesce({alias}.team_id = ANY({args([id_of(one) for one in said])}::uuid[]), FALSE)"


def id_of(said: Any) -> UUID:
    """An identifier in a filter."""
    try:
        return UUID(said)
    except (AttributeError, TypeError, ValueError) as error:
        raise BadFilter(_("An identifier is expected in the filter.")) from error


def span_of(said: Any) -> tuple[UUID, datetime, datetime]:
    """A stage, a member or a pool, the first moment of a time and the first after it."""
    match said:
        case [str() as whose, str() as first, str() as after]:
            return id_of(whose), moment_of(first), moment_of(after)
    raise BadFilter(_("An identifier and two moments are expected in the filter."))


def moment_of(said: str) -> datetime:
    """A moment in a filter."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadFilter(_("A time such as 2026-01-31T09:00:00+01:00 is expected.")) from error
    if moment.tzinfo is None:
        raise BadFilter(_("A time needs its offset, such as +01:00 or Z."))
    return moment


ask("deal", "reached", lazy("Came as far as"), _reached)
ask("deal", "entered", lazy("Came in during the period"), _entered)
ask("deal", "left", lazy("Left the stage during the period"), _left)
ask("deal", "lost_in", lazy("Stood last in"), _lost_in)
ask("deal", "product", lazy("With the product"), _product)
ask("deal", "products", lazy("With products"), _products)
ask("lead", "answered_soon", lazy("Answered within a day"), _soon)
ask("deal", "discount", lazy("Discount"), _discount)
for _kind in ("deal", "company", "activity"):
    ask(_kind, "team", lazy("Team"), _team)
