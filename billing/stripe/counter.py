"""What Stripe is told when a first subscription is to be paid on its page."""

from typing import Any, Final

from billing.gateway.port import Account, Wish
from billing.stripe.wire import asking
from kernel.errors import Invalid
from kernel.i18n import _

LANGUAGES: Final = {"zh": "zh", "en": "en"}


def order(
    account: Account, customer: str, wish: Wish, price: str, *, back: str, cancelled: str
) -> dict[str, Any]:
    """Seats at a price, the customer's address and tax id, and the way back."""
    return {
        "mode": "subscription",
        "customer": customer,
        "client_reference_id": str(account.workspace_id),
        "line_items": [{"price": price, "quantity": wish.quantity}],
        "success_url": back,
        "cancel_url": cancelled,
        "locale": LANGUAGES.get(account.language, "auto"),
        # The address is what tax hangs on, and both stand on the invoice.
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "customer_update": {"name": "auto", "address": "auto"},
        "subscription_data": {
            "metadata": {"workspace": str(account.workspace_id)},
            # Its arithmetic is documented to the cent; an account's default may be another.
            "billing_mode": {"type": "classic"},
        },
    }


async def discounts(client: Any, coupon: str) -> dict[str, Any]:
    """What a code is worth; raises `Invalid` for one that is not known."""
    if not coupon:
        return {"allow_promotion_codes": True}
    async with asking():
        found = await client.promotion_codes.list_async(
            {"code": coupon, "active": True, "limit": 1}
        )
    if not found.data:
        raise Invalid(fields={"coupon": _("This code is not known, or no longer valid.")})
    return {"discounts": [{"promotion_code": found.data[0]["id"]}]}
