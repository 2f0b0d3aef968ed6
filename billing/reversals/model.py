"""What went back of what was paid, as the provider tells it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified


class BillingReversal(Identified):
    """One refund (by its charge), dispute or credit note; `reference` is the provider's id.

    A dispute is `open`, then `won` or `lost`; all else is `done`, or taken back and `void`. What a
    lost one took is asked for anew by the invoice `claim_id`, from `lost_at` until it is settled:
    paid, or forgiven.
    """

    __tablename__ = "billing_reversal"

    reference: Mapped[str]
    kind: Mapped[str]
    invoice_id: Mapped[str | None]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    state: Mapped[str] = mapped_column(server_default="done")
    reason: Mapped[str] = mapped_column(server_default="")
    happened_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    claim_id: Mapped[str | None]
    claim_page: Mapped[str] = mapped_column(server_default="")
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "reference"),
        CheckConstraint("state IN ('done', 'void', 'open', 'won', 'lost')", name="state"),
    )
