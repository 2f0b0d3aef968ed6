"""Plans, their versions, prices and entitlements: data, so that selling needs no release."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class Plan(Base):
    """A name in the price list; `names` and `abouts` are by language.

    `rank` orders from the smallest. Exactly one is `free`, exactly one may be tried.
    """

    __tablename__ = "plan"

    code: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(unique=True)
    names: Mapped[dict[str, Any]]
    abouts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    free: Mapped[bool] = mapped_column(server_default="false")
    trial_days: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        Index("ix_plan_free", "free", unique=True, postgresql_where=text("free")),
        CheckConstraint("trial_days >= 0", name="trial_days"),
    )


class PlanVersion(Base):
    """What a plan was from a day on; who bought an old version keeps it until they change."""

    __tablename__ = "plan_version"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    plan: Mapped[str] = mapped_column(ForeignKey("plan.code"))
    number: Mapped[int]
    sold_from: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("plan", "number"),)


class PlanPrice(Base):
    """One seat for one period, in minor units; `provider_price` is the provider's name of it."""

    __tablename__ = "plan_price"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    interval: Mapped[str] = mapped_column(primary_key=True)
    unit_minor: Mapped[int]
    provider_price: Mapped[str | None] = mapped_column(unique=True)

    __table_args__ = (
        CheckConstraint("interval IN ('month', 'year')", name="interval"),
        CheckConstraint("unit_minor >= 0", name="unit_minor"),
    )


class PlanEntitlement(Base):
    """A limit (`amount` None has no end; `per_seat` is multiplied) or a feature that is included.

    What a version does not name it does not include.
    """

    __tablename__ = "plan_entitlement"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("plan_version.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    amount: Mapped[int | None]
    per_seat: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (
        CheckConstraint("kind IN ('limit', 'feature')", name="kind"),
        CheckConstraint("amount >= 0", name="amount"),
    )
