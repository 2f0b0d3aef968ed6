"""A pool, who may take from it, and what lies or lay in it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.errors import Conflict
from kernel.i18n import _, lazy
from kernel.model import Identified, OfWorkspace, within

ENTRY_CAUSES: Final = {
    "release": lazy("given up"),
    "reclaim": lazy("neglected"),
    "admin": lazy("put here"),
    "move": lazy("moved here"),
    "offboard": lazy("its owner left"),
    "import": lazy("imported"),
}


class Taken(Conflict):
    """Somebody else claimed it a moment before."""

    def default(self) -> str:
        return _("This was taken already.")


class NotNow(Conflict):
    """A rule of the pool forbids it for the time being."""

    code = "not_now"


class Pool(Identified):
    """`record_type` is the type by name; without members and teams it is everybody's.

    Whoever owned a record waits `previous_owner_days` before taking it again; everybody waits
    `new_entry_hours` after it came in. `hidden_fields` are not shown before it is claimed, but
    that each member may look at so many records in full per day as `daily_views` says.
    """

    __tablename__ = "pool"

    name: Mapped[str]
    record_type: Mapped[str]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    hidden_fields: Mapped[list[str]] = mapped_column(server_default="{}")
    previous_owner_days: Mapped[int] = mapped_column(server_default="0")
    new_entry_hours: Mapped[int] = mapped_column(server_default="0")
    daily_views: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("tenant_id", "name"),)


class PoolMember(OfWorkspace):
    """Somebody who may take from the pool; `admin`: who also assigns and decides."""

    __tablename__ = "pool_member"

    pool_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    admin: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (within("pool_id", "pool"), within("member_id", "membership"))


class PoolTeam(OfWorkspace):
    """A team whose members may take from the pool."""

    __tablename__ = "pool_team"

    pool_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (within("pool_id", "pool"), within("team_id", "team"))


class PoolEntry(Identified):
    """A record's time in a pool; at most one is open, and then the record has no owner."""

    __tablename__ = "pool_entry"

    pool_id: Mapped[UUID]
    record_id: Mapped[UUID]
    record_type: Mapped[str]
    entered_at: Mapped[datetime]
    cause: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    previous_owner_id: Mapped[UUID | None]
    left_at: Mapped[datetime | None]
    taken_by: Mapped[UUID | None]

    __table_args__ = (
        within("pool_id", "pool"),
        within("record_id", "record"),
        within("previous_owner_id", "membership", ondelete="NO ACTION"),
        within("taken_by", "membership", ondelete="NO ACTION"),
        Index(
            "uq_pool_entry_open",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "ix_pool_entry_here",
            "tenant_id",
            "pool_id",
            "entered_at",
            "id",
            postgresql_where=text("left_at IS NULL"),
        ),
    )


class PoolLook(Identified):
    """Somebody looked at what a pool hides of a record; the looks of a day are counted."""

    __tablename__ = "pool_look"

    pool_id: Mapped[UUID]
    record_id: Mapped[UUID]
    member_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = (
        within("pool_id", "pool"),
        within("record_id", "record"),
        within("member_id", "membership"),
        Index("ix_pool_look_of_member", "tenant_id", "member_id", "pool_id", "at"),
        Index("ix_pool_look_of_record", "tenant_id", "record_id"),
    )
