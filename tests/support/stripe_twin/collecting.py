"""How an invoice is closed, charged, repeated and given up."""

from typing import Any

from stripe_twin.charges import charge
from stripe_twin.customers import pays
from stripe_twin.ledger import Ledger, copy

HOUR = 3600


def finalize(ledger: Ledger, row: dict[str, Any]) -> None:
    """Close it: it gets its number, and the balance is used."""
    if row["status"] != "draft":
        return
    customer = ledger.get("customer", row["customer"])
    balance = customer["balance"]
    row["starting_balance"] = balance
    row["amount_due"] = row["amount_remaining"] = max(0, row["total"] + balance)
    row["ending_balance"] = customer["balance"] = min(0, row["total"] + balance)
    row["number"] = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    customer["next_invoice_sequence"] += 1
    row["hosted_invoice_url"] = f"{ledger.url}/hosted/invoices/{row['id']}"
    row["invoice_pdf"] = f"{row['hosted_invoice_url']}/pdf"
    row["status"] = "open"
    row["status_transitions"]["finalized_at"] = ledger.now
    ledger.emit("invoice.finalized", row)
    if row["amount_due"] == 0:
        paid(ledger, row)


def paid(ledger: Ledger, row: dict[str, Any]) -> None:
    """It is settled, and the subscription with it."""
    row["amount_paid"], row["amount_remaining"] = row["amount_due"], 0
    row["status"], row["next_payment_attempt"] = "paid", None
    row["status_transitions"]["paid_at"] = ledger.now
    ledger.emit("invoice.paid", row)
    if row["amount_due"]:
        ledger.emit("invoice.payment_succeeded", row)
    settle(ledger, row)


def settle(ledger: Ledger, row: dict[str, Any]) -> None:
    """A subscription is in good order again when nothing of it is open."""
    subscription = of_subscription(ledger, row)
    if subscription is None or subscription["status"] not in {"past_due", "unpaid", "incomplete"}:
        return
    if not any(one["status"] == "open" for one in invoices_of(ledger, subscription)):
        before = copy(subscription)
        subscription["status"] = "active"
        ledger.emit("customer.subscription.updated", subscription, before)


def of_subscription(ledger: Ledger, row: dict[str, Any]) -> dict[str, Any] | None:
    """The subscription of an invoice."""
    if not row["parent"]:
        return None
    return ledger.get("subscription", row["parent"]["subscription_details"]["subscription"])


def invoices_of(ledger: Ledger, subscription: dict[str, Any]) -> list[dict[str, Any]]:
    """The invoices of a subscription, the oldest first."""
    return [ledger.get("invoice", id) for id in subscription["_invoices"]]


def attempt(ledger: Ledger, row: dict[str, Any]) -> bool:
    """Charge the card; whether that went well."""
    if row["status"] != "open" or row["collection_method"] != "charge_automatically":
        return row["status"] == "paid"
    row["attempted"], row["attempt_count"] = True, row["attempt_count"] + 1
    if pays(ledger, row["customer"], of_subscription(ledger, row)):
        charge(ledger, row)
        paid(ledger, row)
        return True
    tries = row["attempt_count"]
    row["next_payment_attempt"] = None
    if tries <= len(ledger.retry_days) and row["billing_reason"] != "subscription_create":
        row["next_payment_attempt"] = ledger.now + ledger.retry_days[tries - 1] * 86400
        ledger.at(row["next_payment_attempt"], _retry, row["id"])
    ledger.emit("invoice.payment_failed", row)
    _dun(ledger, row)
    return False


def _retry(ledger: Ledger, id: str) -> None:
    row = ledger.get("invoice", id)
    if row["status"] == "open" and row["next_payment_attempt"] == ledger.now:
        attempt(ledger, row)


def _dun(ledger: Ledger, row: dict[str, Any]) -> None:
    subscription = of_subscription(ledger, row)
    if subscription is None or subscription["status"] not in {"active", "past_due", "trialing"}:
        return
    before = copy(subscription)
    subscription["status"] = "past_due"
    if row["next_payment_attempt"] is None and ledger.when_given_up != "past_due":
        subscription["status"] = ledger.when_given_up
        if ledger.when_given_up == "canceled":
            subscription |= {"canceled_at": ledger.now, "ended_at": ledger.now}
    gone = subscription["status"] == "canceled"
    if before["status"] != subscription["status"]:
        told = "deleted" if gone else "updated"
        ledger.emit(f"customer.subscription.{told}", subscription, None if gone else before)


def overdue(ledger: Ledger, id: str) -> None:
    """A letter's invoice that nobody paid in time."""
    row = ledger.get("invoice", id)
    if row["status"] == "open":
        ledger.emit("invoice.overdue", row)
        _dun(ledger, row)


def close_later(ledger: Ledger, id: str) -> None:
    """A renewal's draft is closed an hour after it was made, and charged."""
    row = ledger.get("invoice", id)
    finalize(ledger, row)
    if row["status"] == "open":
        attempt(ledger, row)
