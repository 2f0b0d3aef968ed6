"""Territories, who works in them, and which company was in which from when to when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class Territory(Identified):
    """`filter` says which companies it takes, and `{"and": []}` all; none: those named alone.

    It holds together with those of the territories above. Days are counted in UTC, the last one
    included.
    """

    __tablename__ = "territory"

    name: Mapped[str]
    parent_id: Mapped[UUID | None]
    manager_id: Mapped[UUID | None]
    filter: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    position: Mapped[int] = mapped_column(server_default="0")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]

    __table_args__ = (
        within("parent_id", "territory", ondelete="NO ACTION"),
        within("manager_id", "membership", ondelete="NO ACTION"),
        CheckConstraint("valid_until >= valid_from", name="days"),
        Index("ix_territory_of_parent", "tenant_id", "parent_id", "position", "id"),
    )


class TerritoryMember(OfWorkspace):
    """Somebody who works there."""

    __tablename__ = "territory_member"

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (
        within("territory_id", "territory"),
        within("member_id", "membership"),
        Index("ix_territory_member_of", "tenant_id", "member_id", "territory_id"),
    )


class TerritoryAccount(OfWorkspace):
    """A company named by hand: it belongs there whatever the rules say, or it never does."""

    __tablename__ = "territory_account"

    territory_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    included: Mapped[bool]

    __table_args__ = (
        within("territory_id", "territory"),
        within("record_id", "record"),
        Index(
            "uq_territory_account_included",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("included"),
        ),
        Index("ix_territory_account_of_record", "tenant_id", "record_id", "territory_id"),
    )


class TerritorySpan(Identified):
    """A company's time in a territory, by a rule or by hand; the open one has no end."""

    __tablename__ = "territory_span"

    record_id: Mapped[UUID]
    territory_id: Mapped[UUID]
    by_hand: Mapped[bool]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        within("record_id", "record"),
        within("territory_id", "territory"),
        CheckConstraint("ended_at >= started_at", name="order"),
        Index(
            "uq_territory_span_open",
            "tenant_id",
            "record_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_territory_span_of_record", "tenant_id", "record_id", "started_at", "id"),
        Index("ix_territory_span_in", "tenant_id", "territory_id", "ended_at", "record_id"),
        # A merge leaves them: where the other company was is no part of this one's past.
        {"info": {"derived": True}},
    )


class TerritoryRun(Identified):
    """Every company is looked at anew because `label` changed; how far it is.

    `transfer` says who gets those that moved; `batch_id` gives them back.
    """

    __tablename__ = "territory_run"

    label: Mapped[str]
    transfer: Mapped[str] = mapped_column(server_default="none")
    member_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None]
    total: Mapped[int]
    seen: Mapped[int] = mapped_column(server_default="0")
    moved: Mapped[int] = mapped_column(server_default="0")
    given: Mapped[int] = mapped_column(server_default="0")
    left_alone: Mapped[int] = mapped_column(server_default="0")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership"),
        CheckConstraint("transfer IN ('none', 'manager', 'round_robin')", name="transfer"),
        Index("ix_territory_run_latest", "tenant_id", "started_at", "id"),
    )
