"""What was ordered by invoice, and to whom the tax invoice is made out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace


class PrepaidOrder(Identified):
    """One prepaid period. The row is there before anybody is asked for money.

    `amount_minor` is what was agreed: the new period, less what was left of the old one.
    `reference` is what the payer writes on the transfer. `title` is the tax invoice's, as it was.
    One that was withdrawn and is paid all the same counts as paid.
    """

    __tablename__ = "prepaid_order"

    reference: Mapped[str]
    version_id: Mapped[UUID]
    interval: Mapped[str]
    periods: Mapped[int]
    quantity: Mapped[int]
    currency: Mapped[str]
    amount_minor: Mapped[int]
    provider: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="open")
    invoice_id: Mapped[str | None]
    page: Mapped[str] = mapped_column(server_default="")
    title: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    # From the end of the period that runs, where the same is ordered once more.
    extends: Mapped[bool]
    due_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    paid_by: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("state IN ('open', 'paid', 'withdrawn')", name="state"),
        CheckConstraint("provider IN ('stripe', 'manual')", name="provider"),
        CheckConstraint("interval IN ('month', 'year')", name="interval"),
        CheckConstraint("quantity > 0 AND periods > 0 AND amount_minor > 0", name="something"),
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid"),
        Index("ix_prepaid_order_reference", "tenant_id", "reference", unique=True),
    )


class InvoiceTitle(OfWorkspace):
    """A firm's name, tax number and bank as a Chinese tax invoice (fapiao) wants them."""

    __tablename__ = "invoice_title"

    special: Mapped[bool] = mapped_column(server_default="false")
    name: Mapped[str]
    tax_number: Mapped[str]
    address: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    bank: Mapped[str] = mapped_column(server_default="")
    account: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    updated_at: Mapped[datetime]
