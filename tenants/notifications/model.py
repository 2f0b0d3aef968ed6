"""One thing that a member should know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class Notification(Identified):
    """`record_type` and `record_id` say where it leads; no foreign key, for records go."""

    __tablename__ = "notification"

    member_id: Mapped[UUID]
    kind: Mapped[str]
    record_type: Mapped[str | None]
    record_id: Mapped[UUID | None]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership"),
        Index("ix_notification_of_member", "tenant_id", "member_id", "id"),
        Index(
            "ix_notification_unread",
            "tenant_id",
            "member_id",
            postgresql_where=text("read_at IS NULL"),
        ),
    )
