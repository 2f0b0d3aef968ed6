"""Fields that a workspace added, and their values: one typed row per value, so indexes serve."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within

SIDES = ("text_value", "number_value", "moment_value", "day_value", "member_id", "linked_id")


class CustomField(Identified):
    """`key` names it in programs and never changes; `labels` and `help` are by language.

    `target` is the type to which a record field points. Archived, its values are kept.
    """

    __tablename__ = "custom_field"

    type: Mapped[str]
    key: Mapped[str]
    value_kind: Mapped[str]
    labels: Mapped[dict[str, Any]]
    help: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    target: Mapped[str] = mapped_column(server_default="")
    required: Mapped[bool] = mapped_column(server_default="false")
    searchable: Mapped[bool] = mapped_column(server_default="false")
    in_list: Mapped[bool] = mapped_column(server_default="false")
    in_form: Mapped[bool] = mapped_column(server_default="false")
    position: Mapped[int] = mapped_column(server_default="0")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("tenant_id", "type", "key"),)


def _by(side: str) -> Index:
    return Index(
        f"ix_custom_value_by_{side}",
        "tenant_id",
        "field_id",
        side,
        "record_id",
        postgresql_where=text(f"{side} IS NOT NULL"),
    )


class CustomValue(OfWorkspace):
    """A value of a record: as JSON has it in `value`, for comparing in one of the typed columns.

    Several choices are several rows; `value` stands in the first, whose `place` is 0.
    """

    __tablename__ = "custom_value"

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB, nullable=True)
    text_value: Mapped[str | None]
    number_value: Mapped[int | None]
    moment_value: Mapped[datetime | None]
    day_value: Mapped[date | None] = mapped_column(Date)
    member_id: Mapped[UUID | None]
    linked_id: Mapped[UUID | None]

    __table_args__ = (
        within("record_id", "record"),
        within("field_id", "custom_field"),
        within("member_id", "membership", ondelete="NO ACTION"),
        within("linked_id", "record"),
        *(_by(side) for side in SIDES),
    )
