"""What a card was charged, and what of it goes back: refunds, disputes, credit notes."""

from typing import Any

from stripe_twin.faults import Fault
from stripe_twin.forms import number
from stripe_twin.ledger import Ledger, copy
from stripe_twin.router import on, page


def charge(ledger: Ledger, invoice: dict[str, Any]) -> dict[str, Any]:
    """The card pays an invoice."""
    intent = f"pi_{ledger.number():014d}"
    amount = invoice["amount_due"]
    row = ledger.new(
        "charge",
        amount=amount,
        amount_refunded=0,
        currency=invoice["currency"],
        customer=invoice["customer"],
        disputed=False,
        paid=True,
        payment_intent=intent,
        refunded=False,
        status="succeeded",
    )
    ledger.new(
        "invoice_payment",
        amount_paid=amount,
        currency=invoice["currency"],
        invoice=invoice["id"],
        is_default=True,
        payment={"type": "payment_intent", "payment_intent": intent},
        status="paid",
    )
    return row


@on("GET", "/v1/charges")
def list_charges(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {"customer": params["customer"]} if "customer" in params else {}
    return page(ledger, "charge", params, "/v1/charges", **where)


@on("GET", "/v1/charges/*")
def retrieve_charge(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("charge", id)


@on("GET", "/v1/invoice_payments")
def list_payments(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    told = params.get("payment", {})
    if "payment_intent" in told and told.get("type") != "payment_intent":
        raise Fault("payment[type] is required.", param="payment[type]")
    where = {"payment": told} if told else {}
    return page(ledger, "invoice_payment", params, "/v1/invoice_payments", **where)


@on("POST", "/v1/refunds")
def create_refund(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    row = ledger.get("charge", params["charge"])
    amount = number(params.get("amount"), row["amount"] - row["amount_refunded"]) or 0
    if amount > row["amount"] - row["amount_refunded"]:
        raise Fault("Refund amount is greater than unrefunded amount.", param="amount")
    before = copy(row)
    row["amount_refunded"] += amount
    row["refunded"] = row["amount_refunded"] == row["amount"]
    made = ledger.new(
        "refund",
        amount=amount,
        charge=row["id"],
        currency=row["currency"],
        payment_intent=row["payment_intent"],
        reason=params.get("reason"),
        status="succeeded",
    )
    ledger.emit("refund.created", made)
    ledger.emit("charge.refunded", row, before)
    return made


def dispute(ledger: Ledger, id: str, reason: str = "fraudulent") -> dict[str, Any]:
    """The cardholder's bank wants its money back."""
    row = ledger.get("charge", id)
    row["disputed"] = True
    made = ledger.new(
        "dispute",
        amount=row["amount"],
        charge=id,
        currency=row["currency"],
        payment_intent=row["payment_intent"],
        reason=reason,
        status="needs_response",
    )
    ledger.emit("charge.dispute.created", made)
    ledger.emit("charge.dispute.funds_withdrawn", made)
    return made


def decide(ledger: Ledger, id: str, status: str) -> None:
    """The bank has judged: `won` gives the money back, `lost` does not."""
    row = ledger.get("dispute", id)
    row["status"] = status
    if status == "won":
        ledger.emit("charge.dispute.funds_reinstated", row)
    ledger.emit("charge.dispute.closed", row)


@on("GET", "/v1/disputes")
def list_disputes(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {key: params[key] for key in ("charge", "payment_intent") if key in params}
    return page(ledger, "dispute", params, "/v1/disputes", **where)


@on("POST", "/v1/credit_notes")
def create_credit_note(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    invoice = ledger.get("invoice", params["invoice"])
    if invoice["status"] not in {"open", "paid"}:
        raise Fault("Credit notes are for invoices that are open or paid.", param="invoice")
    amount = number(params.get("amount"), 0) or 0
    made = ledger.new(
        "credit_note",
        amount=amount,
        currency=invoice["currency"],
        customer=invoice["customer"],
        invoice=invoice["id"],
        number=f"{invoice['number']}-CN-01",
        pdf=f"{invoice['hosted_invoice_url']}/pdf",
        reason=params.get("reason"),
        status="issued",
        total=amount,
    )
    ledger.emit("credit_note.created", made)
    return made


@on("GET", "/v1/credit_notes")
def list_credit_notes(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {key: params[key] for key in ("customer", "invoice") if key in params}
    return page(ledger, "credit_note", params, "/v1/credit_notes", **where)
