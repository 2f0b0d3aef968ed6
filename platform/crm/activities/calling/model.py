"""What follows from each outcome of a call, where a workspace says it for itself."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace


class CallRule(OfWorkspace):
    """It `ends` the matter, or asks for another call after hours, so often at most."""

    __tablename__ = "call_rule"

    outcome: Mapped[str] = mapped_column(primary_key=True)
    ends: Mapped[bool]
    retry_hours: Mapped[int]
    max_attempts: Mapped[int]

    __table_args__ = (
        CheckConstraint(
            "retry_hours BETWEEN 1 AND 8760 AND max_attempts BETWEEN 1 AND 50", name="bounds"
        ),
    )
