"""What a change would cost, or what the next invoice will be, without anything happening."""

from typing import Any

from stripe_twin import changing, subscriptions
from stripe_twin.drafting import discounts_of, draft, line
from stripe_twin.faults import Fault
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger, copy
from stripe_twin.router import on


@on("POST", "/v1/invoices/create_preview")
def create_preview(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    row = ledger.get("subscription", params["subscription"])
    details = params.get("subscription_details", {})
    wanted = changing.wish(ledger, row, details)
    moment = number(details.get("proration_date"), ledger.now) or ledger.now
    leaves = truth(details.get("cancel_at_period_end", row["cancel_at_period_end"]))
    told = params.get("discounts")
    off = discounts_of(row)
    if told is not None:
        off = [*subscriptions.item_of(row)["discounts"], *changing.discounts(ledger, told)]
    how = details.get("proration_behavior", "create_prorations")
    lines = copy(row)["_pending"]
    if wanted["changed"] and row["status"] != "trialing" and how != "none":
        lines += changing.prorations(ledger, row, wanted, moment)
    if how == "always_invoice" and wanted["changed"]:
        return _shown(ledger, row, lines, moment, off)
    if leaves or row["status"] == "canceled":
        raise Fault("No upcoming invoices for this subscription", code="invoice_upcoming_none")
    if not wanted["turns"]:
        lines.append(_next(ledger, row, wanted))
    return _shown(ledger, row, lines, subscriptions.item_of(row)["current_period_end"], off)


def _shown(
    ledger: Ledger,
    row: dict[str, Any],
    lines: list[dict[str, Any]],
    at: int,
    discounts: list[str],
) -> dict[str, Any]:
    return draft(
        ledger,
        row["customer"],
        row["currency"],
        lines,
        reason="upcoming",
        subscription=row,
        kept=False,
        discounts=discounts,
        next_payment_attempt=at,
        period_start=subscriptions.item_of(row)["current_period_start"],
        period_end=at,
    )


def _next(ledger: Ledger, row: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    item = subscriptions.item_of(row)
    start = item["current_period_end"]
    price, seats = wanted["price"], wanted["quantity"]
    if row["schedule"] is not None:
        for phase in ledger.get("subscription_schedule", row["schedule"])["phases"]:
            if phase["start_date"] == start:
                price = ledger.get("price", phase["items"][0]["price"])
                seats = phase["items"][0]["quantity"]
    end = subscriptions.period_end(row, price, start)
    name = ledger.get("product", price["product"])["name"]
    amount = price["unit_amount"] * seats
    text = f"{seats} × {name}"
    return line(ledger, amount, row["currency"], (start, end), text, (price, seats, item))
