"""What is paid again and again: periods, seats, trials, changes in the middle, the end."""

from typing import Any

from stripe_twin import changing
from stripe_twin.amounts import later
from stripe_twin.collecting import HOUR, attempt, close_later, finalize
from stripe_twin.drafting import draft, line
from stripe_twin.faults import Fault, missing
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger, copy, listed
from stripe_twin.router import on, page


def begin(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    """A new subscription, with its first invoice or a trial."""
    customer = ledger.get("customer", params["customer"])
    told = params["items"][0]
    price = ledger.get("price", told["price"])
    if customer["currency"] not in (None, price["currency"]):
        raise Fault("You cannot combine currencies on a single customer.", param="currency")
    customer["currency"] = price["currency"]
    if truth(params.get("automatic_tax", {}).get("enabled")):
        demand_behaviour(price)
    now = ledger.now
    trial_end = number(params.get("trial_end"))
    if days := number(params.get("trial_period_days")):
        trial_end = now + days * 86400
    trials = trial_end is not None and trial_end > now
    row = ledger.new(
        "subscription",
        automatic_tax={
            "enabled": truth(params.get("automatic_tax", {}).get("enabled")),
            "liability": None,
            "disabled_reason": None,
        },
        billing_cycle_anchor=trial_end if trials else now,
        billing_mode={"type": params.get("billing_mode", {}).get("type", "classic")},
        cancel_at=None,
        cancel_at_period_end=truth(params.get("cancel_at_period_end")),
        canceled_at=None,
        cancellation_details={"comment": None, "feedback": None, "reason": None},
        collection_method=params.get("collection_method", "charge_automatically"),
        currency=price["currency"],
        customer=customer["id"],
        days_until_due=number(params.get("days_until_due")),
        default_payment_method=params.get("default_payment_method"),
        description=None,
        discounts=[],
        ended_at=None,
        latest_invoice=None,
        metadata=params.get("metadata", {}),
        pause_collection=None,
        pending_update=None,
        schedule=None,
        start_date=now,
        status="trialing" if trials else "active",
        test_clock=customer["test_clock"],
        trial_end=trial_end if trials else None,
        trial_start=now if trials else None,
        _invoices=[],
        _pending=[],
    )
    end = trial_end if trials else period_end(row, price, now)
    item = {
        "id": f"si_{ledger.number():014d}",
        "object": "subscription_item",
        "created": now,
        "current_period_start": now,
        "current_period_end": end,
        "discounts": [],
        "metadata": {},
        "price": price,
        "plan": {"id": price["id"], "object": "plan"},
        "quantity": number(told.get("quantity"), 1),
        "subscription": row["id"],
        "tax_rates": [],
    }
    row["items"] = listed([item], f"/v1/subscription_items?subscription={row['id']}")
    changing.discount(ledger, row, params.get("discounts"))
    first = invoice(ledger, row, [renewal(ledger, row)], "subscription_create")
    changing.use_up(ledger, row)
    finalize(ledger, first)
    if first["status"] == "open" and not attempt(ledger, first):
        row["status"] = "incomplete"
    ledger.emit("customer.subscription.created", row)
    ledger.at(end, turn, row["id"])
    if trials:
        ledger.at(max(now, trial_end - 3 * 86400), _trial_will_end, row["id"])
    if row["status"] == "incomplete":
        ledger.at(now + 23 * HOUR, _expire, row["id"])
    return row


def demand_behaviour(price: dict[str, Any]) -> None:
    """Tax can be reckoned only for prices that say whether it is in them."""
    if price["tax_behavior"] == "unspecified":
        raise Fault("The price must have a tax_behavior for automatic tax.", param="automatic_tax")


def item_of(row: dict[str, Any]) -> dict[str, Any]:
    """The one item of a subscription."""
    item: dict[str, Any] = row["items"]["data"][0]
    return item


def period_end(row: dict[str, Any], price: dict[str, Any], start: int) -> int:
    """When a period that starts now is over."""
    every = price["recurring"]
    return later(start, every["interval"], every["interval_count"], row["billing_cycle_anchor"])


def renewal(ledger: Ledger, row: dict[str, Any]) -> dict[str, Any]:
    """The line for the period that the item is in."""
    item = item_of(row)
    price, seats = item["price"], item["quantity"]
    trials = row["status"] == "trialing"
    name = ledger.get("product", price["product"])["name"]
    period = (item["current_period_start"], item["current_period_end"])
    amount = 0 if trials else price["unit_amount"] * seats
    text = f"Trial period for {name}" if trials else f"{seats} × {name}"
    return line(ledger, amount, row["currency"], period, text, (price, seats, item))


def invoice(
    ledger: Ledger, row: dict[str, Any], lines: list[dict[str, Any]], reason: str
) -> dict[str, Any]:
    """A draft with these lines and what waited for the next one."""
    waiting, row["_pending"] = row["_pending"], []
    made = draft(
        ledger,
        row["customer"],
        row["currency"],
        [*waiting, *lines],
        reason=reason,
        subscription=row,
        collection_method=row["collection_method"],
        due_date=row["days_until_due"] and ledger.now + row["days_until_due"] * 86400,
        period_start=item_of(row)["current_period_start"],
        period_end=item_of(row)["current_period_end"],
    )
    row["_invoices"].append(made["id"])
    row["latest_invoice"] = made["id"]
    return made


def turn(ledger: Ledger, id: str) -> None:
    """A period is over: the next one begins, or the subscription ends."""
    row = ledger.get("subscription", id)
    item = item_of(row)
    if row["status"] in {"canceled", "incomplete", "incomplete_expired"}:
        return
    if item["current_period_end"] != ledger.now:
        return
    if row["cancel_at_period_end"]:
        end(ledger, row)
        return
    before = copy(row)
    changing.next_phase(ledger, row)
    item["current_period_start"] = ledger.now
    if row["status"] == "trialing":
        row["status"] = "active"
        row["billing_cycle_anchor"] = ledger.now
    item["current_period_end"] = period_end(row, item["price"], ledger.now)
    made = invoice(ledger, row, [renewal(ledger, row)], "subscription_cycle")
    changing.use_up(ledger, row)
    ledger.emit("customer.subscription.updated", row, before)
    ledger.at(ledger.now + HOUR, close_later, made["id"])
    ledger.at(item["current_period_end"], turn, id)


def end(ledger: Ledger, row: dict[str, Any]) -> None:
    """It is over, now."""
    row |= {"status": "canceled", "ended_at": ledger.now}
    row["canceled_at"] = row["canceled_at"] or ledger.now
    changing.release(ledger, row)
    ledger.emit("customer.subscription.deleted", row)


def _trial_will_end(ledger: Ledger, id: str) -> None:
    row = ledger.get("subscription", id)
    if row["status"] == "trialing":
        ledger.emit("customer.subscription.trial_will_end", row)


def _expire(ledger: Ledger, id: str) -> None:
    row = ledger.get("subscription", id)
    if row["status"] == "incomplete":
        before = copy(row)
        row |= {"status": "incomplete_expired", "ended_at": ledger.now}
        ledger.emit("customer.subscription.updated", row, before)


@on("POST", "/v1/subscriptions")
def create_subscription(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    return begin(ledger, params)


@on("GET", "/v1/subscriptions")
def list_subscriptions(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {"customer": params["customer"]} if "customer" in params else {}
    status = params.get("status")
    if status not in (None, "all"):
        where["status"] = status
    answer = page(ledger, "subscription", params, "/v1/subscriptions", **where)
    if status is None:
        answer["data"] = [row for row in answer["data"] if row["status"] != "canceled"]
    return answer


@on("GET", "/v1/subscriptions/*")
def retrieve_subscription(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("subscription", id)


@on("GET", "/v1/subscription_items/*")
def retrieve_item(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    for row in ledger.all("subscription"):
        if (item := item_of(row))["id"] == id:
            return item
    raise missing("subscription_item", id)


@on("POST", "/v1/subscriptions/*")
def update_subscription(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("subscription", id)
    if row["status"] in {"canceled", "incomplete_expired"}:
        raise Fault("A canceled subscription can only update its metadata.")
    changing.change(ledger, row, params)
    return row


@on("DELETE", "/v1/subscriptions/*")
def cancel_subscription(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("subscription", id)
    if row["status"] == "canceled":
        raise Fault(f"No such subscription: {id}", status=404, code="resource_missing")
    row["cancellation_details"] |= params.get("cancellation_details", {})
    end(ledger, row)
    return row
