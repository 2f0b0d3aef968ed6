"""Which packs a workspace has taken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class TakenPack(OfWorkspace):
    """The last time that a pack was taken, and by whom."""

    __tablename__ = "taken_pack"

    pack: Mapped[str] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]
    member_id: Mapped[UUID | None]

    __table_args__ = (within("member_id", "membership", ondelete="NO ACTION"),)
