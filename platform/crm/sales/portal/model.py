"""Somebody of a partner firm who is let into the portal: no member, and without a seat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.errors import Conflict
from kernel.i18n import _
from kernel.model import Identified, within


class PartnerUser(Identified):
    """Invited until `expires_at`, inside since `accepted_at`, out from `revoked_at` on."""

    __tablename__ = "partner_user"

    company_id: Mapped[UUID]
    email: Mapped[str]
    name: Mapped[str] = mapped_column(server_default="")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by: Mapped[UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    # Of the anchor, so that a merge of two firms takes its people along.
    __table_args__: tuple[Any, ...] = (
        within("company_id", "record"),
        within("invited_by", "membership"),
        UniqueConstraint("tenant_id", "token_hash"),
        Index("ix_partner_user_of_company", "tenant_id", "company_id", "id"),
        Index(
            "uq_partner_user_address",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "uq_partner_user_person",
            "tenant_id",
            "person_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class AnotherPartners(Conflict):
    """Whoever came in for two firms would see what each of them registered."""

    code = "another_partners"

    def default(self) -> str:
        return _("This address is let in for another partner. End that first.")
