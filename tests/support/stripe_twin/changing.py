"""A subscription that becomes another in the middle of its period, to the second and the cent."""

from typing import Any

from stripe_twin import subscriptions
from stripe_twin.amounts import later, share
from stripe_twin.collecting import attempt, finalize
from stripe_twin.customers import pays
from stripe_twin.drafting import line
from stripe_twin.faults import Fault, declined
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger, copy


def change(ledger: Ledger, row: dict[str, Any], params: dict[str, Any]) -> None:
    """Everything that one update says, or nothing of it."""
    before = copy(row)
    wanted = wish(ledger, row, params)
    if wanted["changed"] and row["status"] != "trialing":
        _charge(ledger, row, params, wanted)
    else:
        _become(subscriptions.item_of(row), wanted)
    if "cancel_at_period_end" in params:
        _leave(ledger, row, params)
    if "trial_end" in params:
        told = params["trial_end"]
        row["trial_end"] = ledger.now if told == "now" else number(told)
    if params.get("default_payment_method"):
        row["default_payment_method"] = params["default_payment_method"]
    row["metadata"] = {**row["metadata"], **params.get("metadata", {})}
    discount(ledger, row, params.get("discounts"))
    discount(ledger, subscriptions.item_of(row), (params.get("items") or [{}])[0].get("discounts"))
    if copy(row) != before:
        ledger.emit("customer.subscription.updated", row, before)


def wish(ledger: Ledger, row: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """The item as it shall be."""
    item = subscriptions.item_of(row)
    told = (params.get("items") or [{}])[0]
    if told.get("id", item["id"]) != item["id"]:
        raise Fault("No such subscription item", status=404, code="resource_missing")
    price = ledger.get("price", told["price"]) if "price" in told else item["price"]
    if price["currency"] != row["currency"]:
        raise Fault("The price must match the subscription's currency.", param="items[0][price]")
    seats = number(told.get("quantity"), item["quantity"])
    return {
        "price": price,
        "quantity": seats,
        "changed": (price["id"], seats) != (item["price"]["id"], item["quantity"]),
        "turns": price["recurring"] != item["price"]["recurring"],
    }


def prorations(
    ledger: Ledger, row: dict[str, Any], wanted: dict[str, Any], moment: int
) -> list[dict[str, Any]]:
    """What of the old is given back, and what the new costs, from this moment on."""
    item, currency = subscriptions.item_of(row), row["currency"]
    start, end = item["current_period_start"], item["current_period_end"]
    if not start <= moment <= end:
        raise Fault("proration_date must be within the current period.", param="proration_date")
    old, seats = item["price"], item["quantity"]
    back = share(old["unit_amount"] * seats, moment, start, end, currency)
    name = ledger.get("product", old["product"])["name"]
    text = f"Unused time on {seats} × {name}"
    lines = [line(ledger, -back, currency, (moment, end), text, (old, seats, item), proration=True)]
    new, seats = wanted["price"], wanted["quantity"]
    name = ledger.get("product", new["product"])["name"]
    if wanted["turns"]:
        end = later(moment, *_every(new), moment)
        text, amount = f"{seats} × {name}", new["unit_amount"] * seats
    else:
        amount = share(new["unit_amount"] * seats, moment, start, end, currency)
        text = f"Remaining time on {seats} × {name}"
    lines.append(
        line(
            ledger,
            amount,
            currency,
            (moment, end),
            text,
            (new, seats, item),
            proration=not wanted["turns"],
        )
    )
    return lines


def _every(price: dict[str, Any]) -> tuple[str, int]:
    return price["recurring"]["interval"], price["recurring"]["interval_count"]


def _charge(
    ledger: Ledger, row: dict[str, Any], params: dict[str, Any], wanted: dict[str, Any]
) -> None:
    how = params.get("proration_behavior", "create_prorations")
    moment = number(params.get("proration_date"), ledger.now) or ledger.now
    lines = [] if how == "none" else prorations(ledger, row, wanted, moment)
    now = how == "always_invoice" or wanted["turns"]
    owed = sum(one["amount"] for one in [*lines, *row["_pending"]])
    owed += ledger.get("customer", row["customer"])["balance"]
    strict = params.get("payment_behavior") == "error_if_incomplete"
    if strict and now and owed > 0 and not pays(ledger, row["customer"], row):
        raise declined()
    item = subscriptions.item_of(row)
    _become(item, wanted)
    if wanted["turns"]:
        row["billing_cycle_anchor"] = item["current_period_start"] = ledger.now
        item["current_period_end"] = later(ledger.now, *_every(wanted["price"]), ledger.now)
        ledger.at(item["current_period_end"], subscriptions.turn, row["id"])
    if not now:
        row["_pending"] += lines
    elif lines:
        made = subscriptions.invoice(ledger, row, lines, "subscription_update")
        finalize(ledger, made)
        if made["status"] == "open":
            attempt(ledger, made)


def _become(item: dict[str, Any], wanted: dict[str, Any]) -> None:
    item["price"], item["quantity"] = wanted["price"], wanted["quantity"]
    item["plan"] = {"id": wanted["price"]["id"], "object": "plan"}


def _leave(ledger: Ledger, row: dict[str, Any], params: dict[str, Any]) -> None:
    leaves = truth(params["cancel_at_period_end"])
    if row["schedule"]:
        raise Fault("The subscription is managed by a subscription schedule; release it first.")
    end = subscriptions.item_of(row)["current_period_end"]
    row["cancel_at_period_end"] = leaves
    row["cancel_at"] = end if leaves else None
    row["canceled_at"] = ledger.now if leaves else None
    row["cancellation_details"] |= params.get("cancellation_details", {})
    row["cancellation_details"]["reason"] = "cancellation_requested" if leaves else None


def discount(ledger: Ledger, row: dict[str, Any], told: Any) -> None:
    """What is taken off from now on, in place of what was; an empty word takes all of it away."""
    if told not in (None, []):
        row["discounts"] = discounts(ledger, told)


def discounts(ledger: Ledger, told: Any) -> list[str]:
    """Each is a coupon, a code, or a discount that is there already."""
    return [one.get("discount") or _made(ledger, one) for one in told or []]


def _made(ledger: Ledger, told: dict[str, Any]) -> str:
    code = told.get("promotion_code")
    coupon = told.get("coupon") or ledger.get("promotion_code", code)["promotion"]["coupon"]
    found = ledger.get("coupon", coupon)
    months = found["duration_in_months"] if found["duration"] == "repeating" else None
    until = None if months is None else later(ledger.now, "month", months, ledger.now)
    made = ledger.new("discount", source={"type": "coupon", "coupon": coupon}, end=until)
    return str(made["id"])


def use_up(ledger: Ledger, row: dict[str, Any]) -> None:
    """After an invoice: one for a single invoice is gone, and so is one whose time is over."""

    def lasts(id: str) -> bool:
        one = ledger.get("discount", id)
        once = ledger.get("coupon", one["source"]["coupon"])["duration"] == "once"
        return not once and (one["end"] is None or one["end"] > ledger.now)

    for one in (row, subscriptions.item_of(row)):
        one["discounts"] = [id for id in one["discounts"] if lasts(id)]


def next_phase(ledger: Ledger, row: dict[str, Any]) -> None:
    """What a schedule plans for the period that begins now."""
    if row["schedule"] is None:
        return
    plan = ledger.get("subscription_schedule", row["schedule"])
    for phase in plan["phases"]:
        if phase["start_date"] == ledger.now:
            told = phase["items"][0]
            item = subscriptions.item_of(row)
            old = item["price"]
            item["price"] = ledger.get("price", told["price"])
            item["quantity"] = told["quantity"]
            # What a phase does not name is not taken off any more.
            item["discounts"], row["discounts"] = told["discounts"], phase["discounts"]
            if old["recurring"] != item["price"]["recurring"]:
                row["billing_cycle_anchor"] = ledger.now
            plan["current_phase"] = {"start_date": ledger.now, "end_date": phase["end_date"]}
    if plan["phases"][-1]["start_date"] <= ledger.now and plan["end_behavior"] == "release":
        release(ledger, row)


def release(ledger: Ledger, row: dict[str, Any]) -> None:
    """The subscription goes on by itself, without its schedule."""
    if row["schedule"] is None:
        return
    plan = ledger.get("subscription_schedule", row["schedule"])
    plan |= {
        "status": "released",
        "released_at": ledger.now,
        "released_subscription": row["id"],
        "subscription": None,
        "current_phase": None,
    }
    row["schedule"] = None
    ledger.emit("subscription_schedule.released", plan)
