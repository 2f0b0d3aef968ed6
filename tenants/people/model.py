"""People and their sessions: looked up before a workspace is known, so no workspace's tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from kernel.model import Base


class Person(Base):
    """One human, one address, one password."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(unique=True, comment="canonical: NFC, casefold, IDNA")
    name: Mapped[str] = mapped_column(server_default="")
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    email_verified_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(comment="sealed")
    totp_enabled_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(comment="a code is used once")
    terms_version: Mapped[str] = mapped_column(server_default="")
    terms_accepted_at: Mapped[datetime | None]
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Session(Base):
    """Somebody signed in on a device; `idle_ends_at` moves with use, never past `expires_at`."""

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(server_default="web")
    device: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_ends_at: Mapped[datetime] = mapped_column(
        server_default=text("now() + interval '8 hours'")
    )

    __table_args__ = (Index("ix_session_of_person", "person_id"),)


class PersonToken(Base):
    """A link sent by mail: to verify an address, change it, or reset a password. Single use."""

    __tablename__ = "person_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (Index("ix_person_token_of_person", "person_id", "purpose"),)


class RecoveryCode(Base):
    """What opens an account when the authenticator is lost; each works once."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    created_at: Mapped[datetime]
