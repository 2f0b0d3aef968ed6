"""The mirror: a workspace's subscription as the provider told it last, and what is planned."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Base, OfWorkspace


class Subscription(OfWorkspace):
    """One row per workspace. It decides what may be done, also while the provider is away.

    `status`: `free` (nothing bought), `trialing`, `active`, `past_due` since `past_due_since`,
    `canceled` (ended; Free holds). `provider` is `stripe`, `manual` (marked by the operator) or
    `none`. `version_id` names a row of `plan_version`. `ends_at` is the end of a subscription
    that was cancelled and still runs. `next_*` is what holds from `next_at` on. `version` grows
    with every change of the row and is part of the key under which we ask the provider.
    """

    __tablename__ = "subscription"

    provider: Mapped[str] = mapped_column(server_default="none")
    customer_id: Mapped[str | None]
    subscription_id: Mapped[str | None]
    item_id: Mapped[str | None]
    schedule_id: Mapped[str | None]
    version_id: Mapped[UUID]
    interval: Mapped[str] = mapped_column(server_default="month")
    currency: Mapped[str]
    quantity: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[str] = mapped_column(server_default="free")
    trial_ends_at: Mapped[datetime | None]
    period_start: Mapped[datetime | None]
    period_end: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(server_default="")
    next_version_id: Mapped[UUID | None]
    next_interval: Mapped[str | None]
    next_quantity: Mapped[int | None]
    next_at: Mapped[datetime | None]
    past_due_since: Mapped[datetime | None]
    # What a period is charged for, less the discounts that last; without it the list price.
    charged_minor: Mapped[int | None]
    # Since when the money of a lost dispute is missing, whatever the provider says of the rest.
    owed_since: Mapped[datetime | None]
    # When they took the offer to stay for less, which is made once.
    won_back_at: Mapped[datetime | None]
    # What the operator or a reward gave, to be used up by coming invoices.
    credit_minor: Mapped[int] = mapped_column(server_default="0")
    # The last step of which its owners were told by mail.
    told: Mapped[str] = mapped_column(server_default="")
    fetched_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default="1")

    __table_args__ = (
        CheckConstraint(
            "status IN ('free', 'trialing', 'active', 'past_due', 'canceled')", name="status"
        ),
        CheckConstraint("provider IN ('none', 'stripe', 'manual')", name="provider"),
        CheckConstraint("interval IN ('month', 'year')", name="interval"),
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint("(status = 'past_due') = (past_due_since IS NOT NULL)", name="past_due"),
    )


class BillingCustomer(Base):
    """Whose a customer of the provider is: asked before the workspace is known, by a webhook.

    `seen_at` is when a comparison last found a subscription of theirs that lives.
    """

    __tablename__ = "billing_customer"

    provider: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("provider", "workspace_id"),)
