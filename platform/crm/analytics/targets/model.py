"""A target, and the marks on its way that were told of."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.i18n import lazy
from kernel.model import Identified, OfWorkspace, within

METRICS: Final = {
    "contract_amount": lazy("Won amount"),
    "won_deals": lazy("Won deals"),
    "new_accounts": lazy("New companies"),
    "visits": lazy("Visits"),
}


class Target(Identified):
    """`period` is 2026-11, 2026-Q4 or 2026; amounts in minor units of the base currency.

    The identifier is derived from what it is of, so that there is one.
    """

    __tablename__ = "target"

    scope: Mapped[str]
    team_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    metric: Mapped[str]
    period: Mapped[str]
    value: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]

    __table_args__ = (
        within("team_id", "team"),
        within("member_id", "membership"),
        CheckConstraint("scope IN ('company', 'team', 'user')", name="scope"),
        CheckConstraint(
            "metric IN ('contract_amount', 'won_deals', 'new_accounts', 'visits')", name="metric"
        ),
        CheckConstraint(
            "(scope = 'team') = (team_id IS NOT NULL) "
            "AND (scope = 'user') = (member_id IS NOT NULL)",
            name="subject",
        ),
        CheckConstraint("value > 0", name="value"),
        Index("ix_target_of_period", "tenant_id", "period", "metric", "id"),
    )


class TargetMilestone(OfWorkspace):
    """Half, nine tenths or all of a target was reached, and its people were told once."""

    __tablename__ = "target_milestone"

    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    percent: Mapped[int] = mapped_column(primary_key=True)
    reached_at: Mapped[datetime]

    __table_args__ = (
        within("target_id", "target"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
    )
