"""Invoices as they are asked for: lists, one-off ones, sent, paid and voided."""

from typing import Any

from stripe_twin.amounts import taxed
from stripe_twin.collecting import attempt, finalize, overdue, paid, settle
from stripe_twin.drafting import draft, line
from stripe_twin.faults import Fault, declined
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger
from stripe_twin.router import on, page


@on("GET", "/v1/invoices")
def list_invoices(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {key: params[key] for key in ("customer", "status") if key in params}
    answer = page(ledger, "invoice", params, "/v1/invoices", **where)
    if "subscription" in params:
        found = ledger.get("subscription", params["subscription"])["_invoices"]
        answer["data"] = [row for row in answer["data"] if row["id"] in found]
    return answer


@on("POST", "/v1/invoices")
def create_invoice(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    customer = ledger.get("customer", params["customer"])
    waiting = []
    if params.get("pending_invoice_items_behavior") == "include":
        waiting = [
            row
            for row in ledger.all("invoiceitem")
            if row["customer"] == customer["id"] and row["invoice"] is None
        ]
    days = number(params.get("days_until_due"))
    row = draft(
        ledger,
        customer["id"],
        params.get("currency", "usd"),
        [one["_line"] for one in waiting],
        reason="manual",
        collection_method=params.get("collection_method", "charge_automatically"),
        due_date=ledger.now + days * 86400 if days else None,
        metadata=params.get("metadata", {}),
        description=params.get("description"),
        auto_advance=params.get("auto_advance") == "true",
        taxed="exclusive" if truth(params.get("automatic_tax", {}).get("enabled")) else "",
    )
    for one in waiting:
        one["invoice"] = row["id"]
    return row


@on("POST", "/v1/invoiceitems")
def create_invoice_item(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    customer, currency = ledger.get("customer", params["customer"])["id"], params["currency"]
    amount = number(params.get("amount"), 0) or 0
    told = params.get("period", {})
    period = (number(told.get("start"), ledger.now), number(told.get("end"), ledger.now))
    made = line(ledger, amount, currency, period, params.get("description", ""))
    item = ledger.new(
        "invoiceitem",
        amount=amount,
        currency=currency,
        customer=customer,
        description=params.get("description"),
        invoice=params.get("invoice"),
        period={"start": period[0], "end": period[1]},
        proration=False,
        _line=made,
    )
    if item["invoice"]:
        row = ledger.get("invoice", item["invoice"])
        if row["status"] != "draft":
            raise Fault("This invoice is no longer a draft.", param="invoice")
        row["currency"] = currency
        row["lines"]["data"].append(made)
        row["subtotal"] += amount
        row["total"] += amount
        if row["automatic_tax"]["enabled"]:
            behaviour = params["tax_behavior"]
            tax = taxed(amount, currency, included=behaviour == "inclusive")
            row["total_taxes"] = [{"amount": tax, "tax_behavior": behaviour}]
            row["total"] += tax if behaviour == "exclusive" else 0
        row["amount_due"] = row["amount_remaining"] = max(0, row["total"])
    return item


@on("GET", "/v1/invoices/*")
def retrieve_invoice(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("invoice", id)


@on("POST", "/v1/invoices/*/finalize")
def finalize_invoice(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("invoice", id)
    if row["status"] != "draft":
        raise Fault("This invoice is already finalized.", code="invoice_not_editable")
    finalize(ledger, row)
    return row


@on("POST", "/v1/invoices/*/send")
def send_invoice(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("invoice", id)
    finalize(ledger, row)
    ledger.emit("invoice.sent", row)
    if row["due_date"]:
        ledger.at(row["due_date"], overdue, id)
    return row


@on("POST", "/v1/invoices/*/pay")
def pay_invoice(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("invoice", id)
    if row["status"] == "paid":
        raise Fault("Invoice is already paid", code="invoice_already_paid")
    finalize(ledger, row)
    if params.get("paid_out_of_band") == "true":
        paid(ledger, row)
    elif row["status"] == "open" and not attempt(ledger, row):
        raise declined()
    return row


@on("POST", "/v1/invoices/*/void")
def void_invoice(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("invoice", id)
    if row["status"] not in {"open", "uncollectible"}:
        raise Fault("You can only pass in open invoices.", code="invoice_not_editable")
    row["status"], row["amount_remaining"] = "void", 0
    row["status_transitions"]["voided_at"] = ledger.now
    ledger.emit("invoice.voided", row)
    settle(ledger, row)
    return row
