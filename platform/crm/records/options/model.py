"""A word in one of the workspace's lists."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified


class Option(Identified):
    """`value` is what records hold and never changes; `labels` are its names by language."""

    __tablename__ = "option"

    list: Mapped[str]
    value: Mapped[str]
    labels: Mapped[dict[str, Any]]
    color: Mapped[str] = mapped_column(server_default="grey")
    position: Mapped[int] = mapped_column(server_default="0")
    archived_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("tenant_id", "list", "value"),)
