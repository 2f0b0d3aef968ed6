"""What of a customer's payments went back, gathered from the objects that say so."""

from typing import Any, Final, Literal

from billing.gateway.port import Reversal
from billing.stripe import reading, units
from billing.stripe.wire import Unknown, asking

AT_ONCE: Final = 100

# A dispute that was prevented was paid back by itself; an inquiry that is closed took nothing.
_STATES: Final[dict[str, Literal["open", "won", "lost"]]] = {
    "won": "won",
    "warning_closed": "won",
    "lost": "lost",
    "prevented": "lost",
}


async def reversals(client: Any, customer: str) -> list[Reversal]:
    """Of the latest hundred payments and credit notes."""
    told = {"customer": customer, "limit": AT_ONCE}
    try:
        async with asking():
            charges = await client.charges.list_async(told)
        async with asking():
            notes = await client.credit_notes.list_async(told)
    except Unknown:
        return []
    found = [_credit_note(row) for row in notes.data]
    for row in charges.data:
        if row["amount_refunded"] or row["disputed"]:
            found += await _of_charge(client, row)
    return found


async def customer_of(client: Any, charge: str) -> str | None:
    """Whose payment it was; None where nobody knows it."""
    try:
        async with asking():
            row = await client.charges.retrieve_async(charge)
    except Unknown:
        return None
    return None if row["customer"] is None else str(row["customer"])


async def _of_charge(client: Any, charge: Any) -> list[Reversal]:
    invoice = await _invoice_of(client, charge)
    found = [_refund(charge, invoice)] if charge["amount_refunded"] else []
    if charge["disputed"]:
        async with asking():
            disputes = await client.disputes.list_async({"charge": charge["id"], "limit": AT_ONCE})
        found += [_dispute(row, invoice) for row in disputes.data]
    return found


async def _invoice_of(client: Any, charge: Any) -> str | None:
    intent = charge["payment_intent"]
    if intent is None:
        return None
    payment = {"type": "payment_intent", "payment_intent": str(intent)}
    async with asking():
        found = await client.invoice_payments.list_async({"payment": payment, "limit": 1})
    return str(found.data[0]["invoice"]) if found.data else None


def _refund(charge: Any, invoice: str | None) -> Reversal:
    return Reversal(
        id=charge["id"],
        kind="refund",
        invoice_id=invoice,
        amount=units.heard(charge["amount_refunded"], charge["currency"]),
        state="done",
        at=reading.certain_moment(charge["created"]),
    )


def _dispute(row: Any, invoice: str | None) -> Reversal:
    return Reversal(
        id=row["id"],
        kind="dispute",
        invoice_id=invoice,
        amount=units.heard(row["amount"], row["currency"]),
        state=_STATES.get(row["status"], "open"),
        reason=row["reason"] or "",
        at=reading.certain_moment(row["created"]),
    )


def _credit_note(row: Any) -> Reversal:
    return Reversal(
        id=row["id"],
        kind="credit_note",
        invoice_id=str(row["invoice"]),
        amount=units.heard(row["total"], row["currency"]),
        state="void" if row["status"] == "void" else "done",
        reason=row["reason"] or "",
        at=reading.certain_moment(row["created"]),
    )
