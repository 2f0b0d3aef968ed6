"""A saved view, and what each member does with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within

LAYOUTS = ("list", "group", "calendar", "kanban")
SHARINGS = ("mine", "team", "everyone")


class View(Identified):
    """A list of `type`: filtered, sorted, with some columns, laid out `by` a field.

    `member_id` made it and alone changes it; `team_id` is the team with which it is shared.
    """

    __tablename__ = "view"

    type: Mapped[str]
    name: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    sort: Mapped[str] = mapped_column(server_default="")
    columns: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    layout: Mapped[str] = mapped_column(server_default="list")
    by: Mapped[str] = mapped_column(server_default="")
    member_id: Mapped[UUID]
    sharing: Mapped[str] = mapped_column(server_default="mine")
    team_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership"),
        CheckConstraint("layout IN ('list', 'group', 'calendar', 'kanban')", name="layout"),
        CheckConstraint("sharing IN ('mine', 'team', 'everyone')", name="sharing"),
        Index("ix_view_of_type", "tenant_id", "type", "name", "id"),
        Index("ix_view_of_member", "tenant_id", "member_id", "id"),
    )


class ViewUse(OfWorkspace):
    """What a member does with a view: it is pinned to their tabs, or is where they begin."""

    __tablename__ = "view_use"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    view_id: Mapped[UUID] = mapped_column(primary_key=True)
    pinned: Mapped[bool] = mapped_column(server_default="false")
    begins: Mapped[bool] = mapped_column(server_default="false")

    __table_args__ = (within("member_id", "membership"), within("view_id", "view"))
