"""A key for programs: acts as the member who made it, within its scopes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, within


class ApiKey(Identified):
    """Shown once, stored as a hash; dies with its member."""

    __tablename__ = "api_key"

    name: Mapped[str]
    prefix: Mapped[str]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    member_id: Mapped[UUID]
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("tenant_id", "key_hash"), within("member_id", "membership"))
