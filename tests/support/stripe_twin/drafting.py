"""What is owed: the lines of an invoice, its discounts, and the balance that pays a part."""

from typing import Any

from stripe_twin.amounts import rounded, taxed
from stripe_twin.faults import Fault
from stripe_twin.ledger import Ledger, listed

EXCLUSIVE = "exclusive"
# The price, how many, and the item that they are of.
Sold = tuple[dict[str, Any] | None, int, dict[str, Any] | None]


def line(
    ledger: Ledger,
    amount: int,
    currency: str,
    period: tuple[int, int],
    text: str,
    sold: Sold = (None, 1, None),
    *,
    proration: bool = False,
) -> dict[str, Any]:
    """One line, of a subscription's item or by itself."""
    price, quantity, item = sold
    details = {"invoice_item": None, "proration": proration, "proration_details": None}
    if item is not None:
        details |= {"subscription": item["subscription"], "subscription_item": item["id"]}
    kind = "subscription_item_details" if item is not None else "invoice_item_details"
    return {
        "id": f"il_{ledger.number():014d}",
        "object": "line_item",
        "amount": amount,
        "currency": currency,
        "description": text,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "livemode": False,
        "metadata": {},
        "parent": {"type": kind, kind: details},
        "period": {"start": period[0], "end": period[1]},
        "pricing": price
        and {
            "type": "price_details",
            "price_details": {"price": price["id"], "product": price["product"]},
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": quantity,
        "subtotal": amount,
        "taxes": [],
    }


def draft(
    ledger: Ledger,
    customer: str,
    currency: str,
    lines: list[dict[str, Any]],
    *,
    reason: str,
    subscription: dict[str, Any] | None = None,
    kept: bool = True,
    discounts: list[str] | None = None,
    **said: Any,
) -> dict[str, Any]:
    """An invoice that is not closed; one that is not `kept` is a preview."""
    subtotal = sum(one["amount"] for one in lines)
    if discounts is None:
        discounts = discounts_of(subscription)
    off = _discount(ledger, subtotal, currency, discounts)
    tax = _tax(ledger, subtotal - off, currency, customer, subscription, said)
    total = subtotal - off + sum(one["amount"] for one in tax if one["tax_behavior"] == EXCLUSIVE)
    balance = ledger.get("customer", customer)["balance"]
    due = max(0, total + balance)
    id = f"in_{ledger.number():014d}" if kept else f"upcoming_in_{ledger.number()}"
    row: dict[str, Any] = {
        "id": id,
        "object": "invoice",
        "created": ledger.now,
        "livemode": False,
        "account_name": "Twin",
        "amount_due": due,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": due,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {"enabled": bool(tax), "liability": None, "status": None},
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "currency": currency,
        "customer": customer,
        "customer_email": ledger.get("customer", customer)["email"],
        "customer_name": ledger.get("customer", customer)["name"],
        "description": None,
        "discounts": discounts,
        "due_date": None,
        "ending_balance": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "lines": listed(lines, f"/v1/invoices/{id}/lines"),
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "parent": subscription
        and {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
                "subscription_proration_date": None,
            },
        },
        "period_start": ledger.now,
        "period_end": ledger.now,
        "starting_balance": balance,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": subtotal,
        "total": total,
        "total_discount_amounts": [{"amount": off, "discount": "di_1"}] if off else [],
        "total_taxes": tax,
        **said,
    }
    if kept:
        ledger.keep("invoice", row)
        ledger.emit("invoice.created", row)
    return row


def _tax(
    ledger: Ledger,
    amount: int,
    currency: str,
    customer: str,
    subscription: dict[str, Any] | None,
    said: dict[str, Any],
) -> list[dict[str, Any]]:
    wanted = said.pop("taxed", "")
    if subscription is not None and subscription["automatic_tax"]["enabled"]:
        wanted = subscription["items"]["data"][0]["price"]["tax_behavior"]
    if not wanted:
        return []
    if not (ledger.get("customer", customer)["address"] or {}).get("country"):
        raise Fault(
            "The customer's location isn't recognized.", code="customer_tax_location_invalid"
        )
    tax = taxed(amount, currency, included=wanted != EXCLUSIVE)
    return [{"amount": tax, "tax_behavior": wanted, "taxable_amount": amount}]


def _discount(ledger: Ledger, subtotal: int, currency: str, ids: list[str]) -> int:
    """One after the other, each of what the one before has left."""
    left = whole = max(0, subtotal)
    for id in ids:
        discount = ledger.get("discount", id)
        if discount["end"] is not None and ledger.now >= discount["end"]:
            continue
        coupon = ledger.get("coupon", discount["source"]["coupon"])
        if coupon["percent_off"]:
            left -= rounded(left * round(coupon["percent_off"] * 100), 10_000, currency)
        else:
            left -= min(left, coupon["amount_off"] or 0)
    return whole - left


def discounts_of(subscription: dict[str, Any] | None) -> list[str]:
    """Those of its item come before its own."""
    if subscription is None:
        return []
    return [*subscription["items"]["data"][0]["discounts"], *subscription["discounts"]]
