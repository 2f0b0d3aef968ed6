"""An import: a file, what its columns mean, how far it is, and the lines with something to say."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.i18n import lazy
from kernel.model import Identified, OfWorkspace, within

STATES = {
    "reading": lazy("Reading"),
    "mapping": lazy("Waiting for you"),
    "checking": lazy("Checking"),
    "checked": lazy("Checked"),
    "running": lazy("Running"),
    "done": lazy("Done"),
    "failed": lazy("Failed"),
    "cancelled": lazy("Cancelled"),
}
BUSY = ("reading", "checking", "running")


class Import(Identified):
    """One file on its way in; `place` is the byte at which the next chunk of its rows begins."""

    __tablename__ = "import"

    member_id: Mapped[UUID | None]
    record_type: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[str]
    format: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    columns: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    samples: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    hints: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    total: Mapped[int] = mapped_column(server_default="0")
    done: Mapped[int] = mapped_column(server_default="0")
    place: Mapped[int] = mapped_column(server_default="0")
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    error: Mapped[str] = mapped_column(server_default="")
    batch_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        Index("ix_import_by_time", "tenant_id", "created_at", "id"),
        Index("ix_import_of_member", "tenant_id", "member_id", "created_at", "id"),
        Index("ix_import_twin", "tenant_id", "sha256", "created_at"),
    )


class ImportLine(OfWorkspace):
    """What became of a line, if it is worth saying: refused, skipped, or one of the first."""

    __tablename__ = "import_line"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    column_name: Mapped[str] = mapped_column(server_default="")
    reason: Mapped[str] = mapped_column(server_default="")
    cells: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")

    __table_args__ = (
        within("import_id", "import"),
        Index("ix_import_line_by_outcome", "tenant_id", "import_id", "outcome", "line"),
    )
