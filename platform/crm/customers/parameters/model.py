"""The parameters as they were from one moment on, and the counters of numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class CustomerParameters(Identified):
    """One version; the newest holds, the older ones are the history."""

    __tablename__ = "customer_parameters"

    said: Mapped[dict[str, Any]] = mapped_column(JSONB)
    member_id: Mapped[UUID | None]
    member_name: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        {"info": {"grants": "SELECT, INSERT"}},
    )


class NumberCounter(OfWorkspace):
    """The last number that was given out in a series and its period."""

    __tablename__ = "number_counter"

    series: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
