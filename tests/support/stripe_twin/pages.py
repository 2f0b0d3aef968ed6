"""What a customer sees at Stripe's: the checkout, the portal, an invoice."""

from html import escape
from typing import Any

from stripe_twin import checkout, customers, invoices
from stripe_twin.collecting import attempt
from stripe_twin.faults import Fault
from stripe_twin.ledger import Ledger

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>{title}</title>
<body><main><h1>{title}</h1>{body}</main></body></html>"""
_CARD = """<form method="post"><label>Card number
<input name="number" value="{number}" autocomplete="off"></label>
<button name="do" value="pay">{verb}</button></form>"""


def show(ledger: Ledger, path: str, form: dict[str, Any] | None) -> tuple[int, str]:
    """A page, or with a form where one is sent: the status, and the document or the address."""
    kind, _slash, id = path.removeprefix("/hosted/").partition("/")
    try:
        return _PAGES[kind](ledger, id.partition("/")[0], form)
    except Fault as fault:
        return fault.status, _page("Sorry", f"<p role='alert'>{escape(str(fault))}</p>")


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)


def _checkout(ledger: Ledger, id: str, form: dict[str, Any] | None) -> tuple[int, str]:
    row = ledger.get("checkout.session", id)
    if form is not None:
        return 303, checkout.complete(ledger, id, form.get("number", "").replace(" ", ""))
    if row["status"] != "open":
        raise Fault("This page has expired or was paid already.")
    item, amount = row["_item"], f"{row['amount_total']} {row['currency'].upper()}"
    price = ledger.get("price", item["price"])
    name = ledger.get("product", price["product"])["name"]
    told = f"<p>{item['quantity']} × {escape(name)}: {amount} (smallest units)</p>"
    card = _CARD.format(number=customers.WORKS, verb="Subscribe")
    back = f"<a href='{escape(row['cancel_url'] or '', quote=True)}'>Back</a>"
    return 200, _page("Checkout", told + card + back)


def _portal(ledger: Ledger, id: str, form: dict[str, Any] | None) -> tuple[int, str]:
    row = ledger.get("billing_portal.session", id)
    if form is not None:
        customers.give_card(ledger, row["customer"], form.get("number", "").replace(" ", ""))
        for one in ledger.all("invoice"):
            if one["customer"] == row["customer"] and one["status"] == "open":
                attempt(ledger, one)
        return 303, row["return_url"]
    card = _CARD.format(number=customers.WORKS, verb="Save card")
    back = f"<a href='{escape(row['return_url'] or '', quote=True)}'>Return</a>"
    return 200, _page("Billing portal", card + back)


def _invoice(ledger: Ledger, id: str, form: dict[str, Any] | None) -> tuple[int, str]:
    row = ledger.get("invoice", id)
    if form is not None:
        customers.give_card(ledger, row["customer"], form.get("number", "").replace(" ", ""))
        row["collection_method"] = "charge_automatically"
        invoices.pay_invoice(ledger, {}, id)
        return 303, f"{ledger.url}/hosted/invoices/{id}"
    rows = "".join(
        f"<li>{escape(line['description'] or '')}: {line['amount']}</li>"
        for line in row["lines"]["data"]
    )
    told = f"<p>{row['status']}: {row['amount_due']} {row['currency'].upper()}</p><ul>{rows}</ul>"
    card = _CARD.format(number=customers.WORKS, verb="Pay") if row["status"] == "open" else ""
    return 200, _page(f"Invoice {row['number']}", told + card)


_PAGES = {"checkout": _checkout, "portal": _portal, "invoices": _invoice}
