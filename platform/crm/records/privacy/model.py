"""Erasures and what they found, addresses that must not come back, and consents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class Erasure(Identified):
    """The certificate of an erasure: whom it concerned is not said in it.

    Made anonymous (`deed`), the person's rows stay for the figures, without anything that names.

    `found` has per table how many rows named the person and what became of them; `left_over` how
    many still do, which is none.
    """

    __tablename__ = "erasure"

    record_type: Mapped[str]
    record_id: Mapped[UUID]
    member_id: Mapped[UUID]
    deed: Mapped[str] = mapped_column(server_default="erase")
    reason: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default="waiting")
    found: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    left_over: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    shared: Mapped[int] = mapped_column(server_default="0")
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        within("member_id", "membership", ondelete="NO ACTION"),
        CheckConstraint("state IN ('waiting', 'done')", name="state"),
        CheckConstraint("deed IN ('erase', 'anonymise')", name="deed"),
        Index("ix_erasure_by_time", "tenant_id", "id"),
        Index("ix_erasure_of_record", "tenant_id", "record_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )


class ErasedAddress(OfWorkspace):
    """An address of somebody who was erased, as a salted hash: enough to know it again."""

    __tablename__ = "erased_address"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    erasure_id: Mapped[UUID]

    __table_args__ = (within("erasure_id", "erasure"), {"info": {"grants": "SELECT"}})


class Consent(Identified):
    """What a person said about a purpose, and how we know; never altered, the newest holds."""

    __tablename__ = "consent"

    record_id: Mapped[UUID]
    purpose: Mapped[str]
    given: Mapped[bool]
    said_at: Mapped[datetime]
    means: Mapped[str]
    wording: Mapped[str] = mapped_column(server_default="")
    proof: Mapped[str] = mapped_column(server_default="")
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID | None]

    __table_args__ = (
        within("record_id", "record"),
        CheckConstraint(
            "purpose IN ('email', 'phone', 'chat', 'post', 'profiling')", name="purpose"
        ),
        CheckConstraint(
            "means IN ('form', 'email', 'phone', 'paper', 'person', 'chat')", name="means"
        ),
        Index("ix_consent_of_record", "tenant_id", "record_id", "purpose", "said_at", "id"),
        # A merge takes it along; nothing else of it changes.
        {"info": {"grants": "SELECT, INSERT, UPDATE (record_id)"}},
    )
