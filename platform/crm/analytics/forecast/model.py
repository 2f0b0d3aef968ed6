"""What the forecast was, week by week."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class ForecastSnapshot(Identified):
    """On a day, of one owner's deals of a month: minor units of the base currency of that day.

    `weighted` is of best case and pipeline alone; with won and commit it makes the forecast.
    """

    __tablename__ = "forecast_snapshot"

    taken_on: Mapped[date] = mapped_column(Date)
    month: Mapped[date] = mapped_column(Date)
    owner_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    currency: Mapped[str]
    won: Mapped[int]
    commit: Mapped[int]
    best_case: Mapped[int]
    pipeline: Mapped[int]
    weighted: Mapped[int]
    taken_at: Mapped[datetime]

    __table_args__ = (
        within("owner_id", "membership", ondelete="NO ACTION"),
        within("team_id", "team", ondelete="NO ACTION"),
        Index("ix_forecast_snapshot_of_month", "tenant_id", "month", "taken_on", "id"),
    )
