"""What Stripe's objects say, in our words. Only this knows the shape of `VERSION`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from billing.gateway.port import Invoice, Line, Mirror, Preview, Status
from billing.stripe import units
from billing.stripe.pricing import meaning, plan_of
from kernel.i18n import _
from kernel.money import Money

# `incomplete` was never paid for; what is `paused` or `unpaid` waits for money as `past_due` does.
_STATUS: Final[dict[str, Status]] = {
    "trialing": "trialing",
    "active": "active",
    "past_due": "past_due",
    "unpaid": "past_due",
    "paused": "past_due",
    "canceled": "canceled",
    "incomplete": "free",
    "incomplete_expired": "canceled",
}
LIVE: Final = frozenset({"trialing", "active", "past_due", "unpaid", "paused"})


def moment(second: int | None) -> datetime | None:
    """A moment that Stripe names."""
    return None if second is None else datetime.fromtimestamp(second, UTC)


def certain_moment(second: int) -> datetime:
    """A moment that is always there."""
    return datetime.fromtimestamp(second, UTC)


def chosen(subscriptions: Sequence[Any]) -> Any | None:
    """A customer's subscription of several: the oldest that lives, else the one that ended last."""
    live = [one for one in subscriptions if one["status"] in LIVE]
    if live:
        return min(live, key=lambda one: (one["created"], one["id"]))
    return max(subscriptions, key=lambda one: (one["created"], one["id"]), default=None)


def item_of(subscription: Any) -> Any:
    """Its one item."""
    return subscription["items"]["data"][0]


def waits(subscription: Any) -> bool:
    """Whether money is waited for."""
    return _STATUS[subscription["status"]] == "past_due"


def schedule_of(subscription: Any) -> str | None:
    """What is planned for it, while it lives."""
    if _STATUS[subscription["status"]] == "canceled":
        return None
    schedule: str | None = _said(subscription, "schedule")
    return schedule


def began(subscription: Any) -> datetime | None:
    """When its period began."""
    item = item_of(subscription)
    start = _said(item, "current_period_start") or _said(subscription, "current_period_start")
    return moment(start)


def mirror(subscription: Any, **known: Any) -> Mirror:
    """A subscription as it stands; `known` is what other objects say of it."""
    item = item_of(subscription)
    version, interval = meaning(_said(item, "price") or item["plan"])
    status = _STATUS[subscription["status"]]
    end = moment(_said(item, "current_period_end") or _said(subscription, "current_period_end"))
    ends = end if subscription["cancel_at_period_end"] else moment(subscription["cancel_at"])
    if status == "canceled":
        ends = moment(subscription["ended_at"])
    return Mirror(
        provider="stripe",
        customer_id=str(subscription["customer"]),
        subscription_id=subscription["id"],
        item_id=item["id"],
        schedule_id=schedule_of(subscription),
        version_id=version,
        interval=interval,
        currency=(_said(subscription, "currency") or item["plan"]["currency"]).upper(),
        quantity=item["quantity"],
        status=status,
        trial_ends_at=moment(subscription["trial_end"]),
        period_start=began(subscription),
        period_end=end,
        ends_at=ends,
        **known,
    )


def _said(row: Any, name: str) -> Any:
    # Older versions of the API have some words in another place, or not at all.
    return row[name] if name in row else None  # noqa: SIM401 -- no dictionary


def unpaid_since(invoices: Sequence[Any]) -> datetime | None:
    """Since when money is waited for: the oldest open invoice was closed then."""
    closed = [one["status_transitions"]["finalized_at"] for one in invoices]
    return moment(min((second for second in closed if second), default=None))


def invoice(row: Any) -> Invoice:
    """One of the list of invoices."""
    return Invoice(
        id=row["id"],
        number=_said(row, "number") or "",
        at=certain_moment(row["created"]),
        total=units.heard(row["total"], row["currency"]),
        status=row["status"],
        page=_said(row, "hosted_invoice_url") or "",
        pdf=_said(row, "invoice_pdf") or "",
    )


def lines(row: Any) -> tuple[Line, ...]:
    """What an invoice is made of; discount, tax and credit that are not in it are more of them."""
    found = [_line(one) for one in row["lines"]["data"]]
    off = sum(one["amount"] for one in _said(row, "total_discount_amounts") or [])
    tax = sum(
        one["amount"]
        for one in _said(row, "total_taxes") or []
        if one["tax_behavior"] == "exclusive"
    )
    # What is less than nothing goes to the credit, and nothing of it is used.
    credit = min(0, row["amount_due"] - max(0, row["total"]))
    beside = ((_("Discount"), -off), (_("Tax"), tax), (_("Credit used"), credit))
    found += [Line(text=text, amount=units.heard(n, row["currency"])) for text, n in beside if n]
    return tuple(found)


def _line(one: Any) -> Line:
    pricing = _said(one, "pricing")
    parent = _said(one, "parent")
    details = parent[parent["type"]] if parent else {}
    return Line(
        text=one["description"] or "",
        amount=units.heard(one["amount"], one["currency"]),
        quantity=one["quantity"] or 1,
        plan=plan_of(str(pricing["price_details"]["product"])) if pricing else "",
        part=bool(_said(details, "proration")),
    )


def period_end(row: Any) -> datetime | None:
    """When the last period is over that an invoice is for."""
    return moment(max((line["period"]["end"] for line in row["lines"]["data"]), default=None))


def preview(today: Any, next: Money, next_at: datetime, at: datetime) -> Preview:
    """What a change costs now, and then each period."""
    return Preview(
        today=units.heard(today["amount_due"], today["currency"]),
        next=next,
        next_at=next_at,
        at=at,
        lines=lines(today),
    )


def upcoming(row: Any, at: datetime) -> Preview:
    """The next invoice."""
    return Preview(
        today=Money(0, row["currency"].upper()),
        next=units.heard(row["amount_due"], row["currency"]),
        next_at=moment(row["period_end"]) or at,
        at=at,
        lines=lines(row),
    )
