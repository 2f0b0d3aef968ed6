"""What is planned for the next period: fewer seats, a smaller plan."""

from typing import Any

from stripe_twin import subscriptions
from stripe_twin.amounts import later
from stripe_twin.changing import discounts, release
from stripe_twin.faults import Fault
from stripe_twin.forms import number
from stripe_twin.ledger import Ledger, copy
from stripe_twin.router import on


@on("POST", "/v1/subscription_schedules")
def create_schedule(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    row = ledger.get("subscription", params["from_subscription"])
    if row["schedule"] is not None:
        raise Fault("The subscription already has a schedule attached.")
    item = subscriptions.item_of(row)
    start, end = item["current_period_start"], item["current_period_end"]
    plan = ledger.new(
        "subscription_schedule",
        customer=row["customer"],
        subscription=row["id"],
        status="active",
        current_phase={"start_date": start, "end_date": end},
        end_behavior="release",
        metadata=params.get("metadata", {}),
        phases=[_phase(item["price"]["id"], item["quantity"], start, end)],
        released_at=None,
        released_subscription=None,
    )
    before = copy(row)
    row["schedule"] = plan["id"]
    ledger.emit("subscription_schedule.created", plan)
    ledger.emit("customer.subscription.updated", row, before)
    return plan


def _phase(price: str, seats: int | None, start: int, end: int | None) -> dict[str, Any]:
    item = {"price": price, "plan": price, "quantity": seats, "metadata": {}, "discounts": []}
    return {
        "discounts": [],
        "start_date": start,
        "end_date": end,
        "items": [item],
        "proration_behavior": "create_prorations",
        "currency": None,
        "metadata": {},
    }


@on("GET", "/v1/subscription_schedules/*")
def retrieve_schedule(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("subscription_schedule", id)


@on("POST", "/v1/subscription_schedules/*")
def update_schedule(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    plan = ledger.get("subscription_schedule", id)
    if plan["status"] not in {"active", "not_started"}:
        raise Fault("You can only update a schedule that is active or not started.")
    row = ledger.get("subscription", plan["subscription"])
    phases, at = [], subscriptions.item_of(row)["current_period_start"]
    for told in params.get("phases", []):
        item = told["items"][0]
        price = ledger.get("price", item["price"])
        start = number(told.get("start_date"), at)
        if start != at:
            raise Fault("Phases must follow each other.", param="phases")
        at = number(told.get("end_date"))
        if at is None:
            every = told.get("duration", price["recurring"])
            many = number(every["interval_count"], 1)
            at = later(start, every["interval"], many, start)
        phase = _phase(price["id"], number(item.get("quantity"), 1), start, at)
        for one, said in ((phase, told), (phase["items"][0], item)):
            one["discounts"] = discounts(ledger, said.get("discounts"))
        phases.append(phase)
    if phases:
        plan["phases"] = phases
        now = phases[0]
        subscriptions.item_of(row)["discounts"] = now["items"][0]["discounts"]
        row["discounts"] = now["discounts"]
    plan["end_behavior"] = params.get("end_behavior", plan["end_behavior"])
    ledger.emit("subscription_schedule.updated", plan)
    return plan


@on("POST", "/v1/subscription_schedules/*/release")
def release_schedule(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    plan = ledger.get("subscription_schedule", id)
    if plan["status"] != "active":
        raise Fault("You cannot release a schedule that is not active.")
    row = ledger.get("subscription", plan["subscription"])
    before = copy(row)
    release(ledger, row)
    ledger.emit("customer.subscription.updated", row, before)
    return plan
