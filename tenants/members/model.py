"""A person's membership in a workspace, and invitations to become one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.errors import Conflict, Refused
from kernel.i18n import _
from kernel.model import Identified, within


class LastOwner(Conflict):
    """A workspace without an owner belongs to nobody."""

    def default(self) -> str:
        return _("This is the last owner. Make somebody else an owner first.")


class Membership(Identified):
    """`team_ids` is the member's team and all below it, kept when the tree changes.

    `digest_on` is the last day on which they were told in the morning what it brings.
    From `seatless_from` on no seat is paid for them: they look, and change nothing.
    """

    __tablename__ = "membership"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    team_id: Mapped[UUID | None]
    team_ids: Mapped[list[UUID]] = mapped_column(server_default="{}")
    name: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="active")
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    digest_on: Mapped[date | None] = mapped_column(Date)
    seatless_from: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id"),
        CheckConstraint("status IN ('active', 'suspended', 'left')", name="status"),
        within("team_id", "team", ondelete="NO ACTION"),
    )


class Invitation(Identified):
    """A place offered to an address; the link is single use and lasts seven days."""

    __tablename__ = "invitation"

    email: Mapped[str]
    role: Mapped[str]
    team_id: Mapped[UUID | None]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        within("invited_by", "membership"),
        within("team_id", "team", ondelete="NO ACTION"),
        UniqueConstraint("tenant_id", "token_hash"),
        Index(
            "ix_invitation_open",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )


class InvitationSpent(Refused):
    """Used, revoked, expired or unknown: the same answer."""

    status = 404
    code = "not_found"

    def default(self) -> str:
        return _("This invitation is no longer valid. Ask for a new one.")
