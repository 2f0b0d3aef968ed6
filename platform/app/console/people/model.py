"""Operators and their sessions: outside of every workspace, and in nobody's account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class Operator(Base):
    """Somebody who runs the deployment; without a password and an authenticator nobody comes in.

    `setup_hash` is of the link by which both are set, once, until `setup_ends_at`.
    """

    __tablename__ = "operator_account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(unique=True, comment="canonical: NFC, casefold, IDNA")
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None] = mapped_column(comment="sealed")
    totp_last_step: Mapped[int | None] = mapped_column(comment="a code is used once")
    setup_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    setup_ends_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class OperatorSession(Base):
    """An operator signed in; `idle_ends_at` moves with use, never past `expires_at`."""

    __tablename__ = "operator_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operator_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_ends_at: Mapped[datetime]

    __table_args__ = (Index("ix_operator_session_of_operator", "operator_id"),)
