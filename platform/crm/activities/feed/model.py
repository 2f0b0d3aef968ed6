"""The address under which a calendar program fetches a member's appointments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class CalendarFeed(OfWorkspace):
    """Shown once, stored as a hash; a new one takes the place of the old."""

    __tablename__ = "calendar_feed"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (within("member_id", "membership"),)
