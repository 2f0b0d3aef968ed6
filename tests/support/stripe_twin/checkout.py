"""The hosted page where a first subscription is bought, and the portal."""

from typing import Any

from stripe_twin.customers import WORKS, create_card, give_card, pays
from stripe_twin.faults import Fault, declined
from stripe_twin.forms import number, truth
from stripe_twin.ledger import Ledger
from stripe_twin.router import on, page
from stripe_twin.subscriptions import begin, demand_behaviour

DAY = 86400


@on("POST", "/v1/checkout/sessions")
def create_session(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    told = params["line_items"][0]
    price = ledger.get("price", told["price"])
    seats = number(told.get("quantity"), 1)
    if truth(params.get("automatic_tax", {}).get("enabled")):
        demand_behaviour(price)
    for name in ("success_url", "cancel_url"):
        if not params.get(name, "https://").startswith(("http://", "https://")):
            raise Fault("Not a valid URL", code="url_invalid", param=name)
    row = ledger.new(
        "checkout.session",
        amount_subtotal=price["unit_amount"] * seats,
        amount_total=price["unit_amount"] * seats,
        cancel_url=params.get("cancel_url"),
        client_reference_id=params.get("client_reference_id"),
        currency=price["currency"],
        customer=ledger.get("customer", params["customer"])["id"],
        expires_at=number(params.get("expires_at"), ledger.now + DAY),
        invoice=None,
        locale=params.get("locale"),
        metadata=params.get("metadata", {}),
        mode=params["mode"],
        payment_status="unpaid",
        status="open",
        subscription=None,
        success_url=params.get("success_url"),
        _item={"price": price["id"], "quantity": seats},
        _told=params,
    )
    row["url"] = f"{ledger.url}/hosted/checkout/{row['id']}"
    ledger.at(row["expires_at"], expire, row["id"])
    return row


@on("GET", "/v1/checkout/sessions")
def list_sessions(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {key: params[key] for key in ("customer", "status", "subscription") if key in params}
    return page(ledger, "checkout.session", params, "/v1/checkout/sessions", **where)


@on("GET", "/v1/checkout/sessions/*")
def retrieve_session(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("checkout.session", id)


@on("POST", "/v1/checkout/sessions/*/expire")
def expire_session(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("checkout.session", id)
    if row["status"] != "open":
        raise Fault('Only Checkout Sessions with a status in ["open"] can be expired.')
    expire(ledger, id)
    return row


def expire(ledger: Ledger, id: str) -> None:
    """Nobody bought in time, or it was taken back."""
    row = ledger.get("checkout.session", id)
    if row["status"] == "open":
        row["status"], row["url"] = "expired", None
        ledger.emit("checkout.session.expired", row)


def complete(ledger: Ledger, id: str, digits: str = WORKS) -> str:
    """The customer pays on the page; where they are sent then. Raises `Fault` if declined."""
    row = ledger.get("checkout.session", id)
    if row["status"] != "open":
        raise Fault("This page is no longer open.")
    told = row["_told"].get("subscription_data", {})
    tried = create_card(ledger, {"card": {"number": digits}})
    if tried["_number"] != WORKS and "trial_end" not in told:
        raise declined()
    give_card(ledger, row["customer"], digits)
    if row["_told"].get("billing_address_collection") == "required":
        ledger.get("customer", row["customer"])["address"] = {"country": "DE"}
    subscription = begin(
        ledger,
        {
            "customer": row["customer"],
            "items": [row["_item"]],
            "metadata": told.get("metadata", {}),
            "trial_end": told.get("trial_end"),
            "billing_mode": told.get("billing_mode", {}),
            "automatic_tax": row["_told"].get("automatic_tax", {}),
            "discounts": row["_told"].get("discounts"),
        },
    )
    row |= {
        "status": "complete",
        "payment_status": "paid" if pays(ledger, row["customer"]) else "unpaid",
        "subscription": subscription["id"],
        "invoice": subscription["latest_invoice"],
        "url": None,
    }
    ledger.emit("checkout.session.completed", row)
    return str(row["success_url"]).replace("{CHECKOUT_SESSION_ID}", id)


@on("POST", "/v1/billing_portal/sessions")
def create_portal(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    customer = ledger.get("customer", params["customer"])
    if truth(customer.get("deleted")):
        raise Fault("No such customer", status=404, code="resource_missing")
    row = ledger.new(
        "billing_portal.session",
        customer=customer["id"],
        configuration="bpc_1",
        locale=params.get("locale"),
        return_url=params.get("return_url"),
        flow=None,
    )
    row["url"] = f"{ledger.url}/hosted/portal/{row['id']}"
    return row
