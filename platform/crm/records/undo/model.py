"""A batch of changes, and what each record was before it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.i18n import lazy
from kernel.model import Identified, within

KINDS = {
    "bulk": lazy("Bulk edit"),
    "import": lazy("Import"),
    "merge": lazy("Merge"),
    "transfer": lazy("Transfer"),
    "offboarding": lazy("Offboarding"),
}


class Batch(Identified):
    """An import, a bulk edit, a merge, a transfer: changes that belong together."""

    __tablename__ = "batch"

    kind: Mapped[str]
    record_type: Mapped[str]
    label: Mapped[str] = mapped_column(server_default="")
    member_id: Mapped[UUID | None]
    member_name: Mapped[str] = mapped_column(server_default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    undoable_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        Index("ix_batch_by_time", "tenant_id", "created_at", "id"),
        Index("ix_batch_of_member", "tenant_id", "member_id", "created_at", "id"),
    )


class BeforeImage(Identified):
    """What one change of a batch replaced; the ids of images sort in the order of the changes.

    `before` has `columns`, `links` and `version` as they were, or `rows` that hung on the record;
    `version_after` is the record's version after the change, and None where only rows moved.
    `outcome` says how taking it back went: nothing yet, `restored`, `edited` or `refused`.
    """

    __tablename__ = "before_image"

    batch_id: Mapped[UUID]
    record_id: Mapped[UUID]
    record_type: Mapped[str]
    action: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    version_after: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")

    __table_args__ = (
        within("batch_id", "batch"),
        within("record_id", "record"),
        Index("ix_before_image_of_batch", "tenant_id", "batch_id", "outcome", "id"),
        Index("ix_before_image_of_record", "tenant_id", "record_id", "batch_id", "id"),
        Index(
            "ix_before_image_left",
            "tenant_id",
            "batch_id",
            "id",
            postgresql_where=text("outcome = ''"),
        ),
    )
