"""Exchange rates, as they were typed or imported."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace


class ExchangeRate(OfWorkspace):
    """From `day` on, one unit of `currency` is worth `rate` units of the base currency.

    The rate is a decimal number as text: it is multiplied with, never compared. Rates into a
    base currency that the workspace gave up wait for its return.
    """

    __tablename__ = "exchange_rate"

    base: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    rate: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
