"""Who pays: customers, their tax ids and cards, and the balance that credits go to."""

from typing import Any, Final

from stripe_twin.faults import Fault
from stripe_twin.forms import number
from stripe_twin.ledger import Ledger, copy
from stripe_twin.router import on, page

# Numbers of cards that do what their name says, as Stripe's own test cards do.
WORKS: Final = "4242424242424242"
DECLINES: Final = "4000000000000002"
DECLINES_LATER: Final = "4000000000000341"
_TOLD: Final = ("email", "name", "description", "phone", "address", "preferred_locales")


@on("POST", "/v1/customers")
def create_customer(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    row = ledger.new(
        "customer",
        **{key: params.get(key) for key in _TOLD},
        balance=number(params.get("balance"), 0),
        currency=None,
        default_source=None,
        delinquent=False,
        discount=None,
        invoice_prefix=f"TWIN{ledger.number()}",
        invoice_settings={"custom_fields": None, "default_payment_method": None, "footer": None},
        metadata=params.get("metadata", {}),
        next_invoice_sequence=1,
        tax_exempt="none",
        test_clock=params.get("test_clock"),
    )
    ledger.emit("customer.created", row)
    return row


@on("GET", "/v1/customers")
def list_customers(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    where = {"email": params["email"]} if "email" in params else {}
    return page(ledger, "customer", params, "/v1/customers", **where)


@on("GET", "/v1/customers/*")
def retrieve_customer(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    return ledger.get("customer", id)


@on("POST", "/v1/customers/*")
def update_customer(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("customer", id)
    before = copy(row)
    row.update({key: params[key] or None for key in _TOLD if key in params})
    row["metadata"] = {**row["metadata"], **params.get("metadata", {})}
    if "invoice_settings" in params:
        row["invoice_settings"] |= params["invoice_settings"]
    ledger.emit("customer.updated", row, before)
    return row


@on("DELETE", "/v1/customers/*")
def delete_customer(ledger: Ledger, _params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("customer", id)
    ledger.emit("customer.deleted", row)
    ledger.tables["customer"][id] = {"id": id, "object": "customer", "deleted": True}
    return ledger.tables["customer"][id]


@on("POST", "/v1/customers/*/tax_ids")
def create_tax_id(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    ledger.get("customer", id)
    return ledger.new(
        "tax_id",
        customer=id,
        country=params["value"][:2],
        type=params["type"],
        value=params["value"],
        verification={"status": "pending", "verified_name": None, "verified_address": None},
    )


@on("GET", "/v1/customers/*/tax_ids")
def list_tax_ids(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    ledger.get("customer", id)
    return page(ledger, "tax_id", params, f"/v1/customers/{id}/tax_ids", customer=id)


@on("POST", "/v1/customers/*/balance_transactions")
def credit(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("customer", id)
    before = copy(row)
    row["balance"] += number(params["amount"], 0)
    ledger.emit("customer.updated", row, before)
    return {
        "id": f"cbtxn_{ledger.number()}",
        "object": "customer_balance_transaction",
        "amount": number(params["amount"]),
        "currency": params["currency"],
        "customer": id,
        "ending_balance": row["balance"],
        "type": "adjustment",
    }


@on("POST", "/v1/payment_methods/*/attach")
def attach_card(ledger: Ledger, params: dict[str, Any], id: str) -> dict[str, Any]:
    row = ledger.get("payment_method", id)
    row["customer"] = ledger.get("customer", params["customer"])["id"]
    return row


@on("POST", "/v1/payment_methods")
def create_card(ledger: Ledger, params: dict[str, Any]) -> dict[str, Any]:
    digits = params.get("card", {}).get("number", WORKS).replace(" ", "")
    if not digits.isdigit() or len(digits) != len(WORKS):
        raise Fault("Your card number is incorrect.", status=402, type="card_error")
    return ledger.new(
        "payment_method",
        customer=None,
        type="card",
        card={"brand": "visa", "last4": digits[-4:], "exp_month": 12, "exp_year": 2099},
        _number=digits,
    )


def give_card(ledger: Ledger, customer: str, digits: str = WORKS) -> dict[str, Any]:
    """A card that pays this customer's invoices from now on."""
    row = create_card(ledger, {"card": {"number": digits}})
    attach_card(ledger, {"customer": customer}, row["id"])
    update_customer(ledger, {"invoice_settings": {"default_payment_method": row["id"]}}, customer)
    return row


def pays(ledger: Ledger, customer: str, subscription: dict[str, Any] | None = None) -> bool:
    """Whether the bank says yes."""
    row = ledger.get("customer", customer)
    card = (subscription or {}).get("default_payment_method") or row["invoice_settings"][
        "default_payment_method"
    ]
    return card is not None and ledger.get("payment_method", card)["_number"] == WORKS
