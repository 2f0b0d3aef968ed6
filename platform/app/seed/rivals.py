"""What a made-up firm heard of its competitors' offers: cheaper where the price lost the deal."""

from typing import Any, Final
from uuid import UUID

from app.seed.offers import Offer
from app.seed.world import Workspace
from kernel.ids import derived_id

_CHEAPER, _DEARER = 91, 104
_NOTES: Final = (
    ("Delivery in six weeks", "交期六周"),
    ("Two years of warranty", "质保两年"),
    ("Paid in two parts", "分两次付款"),
)


def heard_of(
    workspace: Workspace, deal_id: UUID, offer: Offer, rival: UUID, price: int, currency: str
) -> tuple[Any, ...]:
    """One row: the same kind of product, and what it would cost there."""
    share = _CHEAPER if offer.lost_reason == "price" else _DEARER
    note = _NOTES[deal_id.int % len(_NOTES)][workspace.language == "zh"]
    made = derived_id(workspace.id, f"rival offer {deal_id}")
    said = (offer.called, price * share // 100, currency, note, offer.moved[-1].date())
    return (workspace.id, made, deal_id, 1, rival, *said)
