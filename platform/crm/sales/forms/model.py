"""A form for strangers, and what was sent by it: each sending once, with the consent given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class LeadForm(Identified):
    """`fields` are `[{"name", "required"}]`; `sites` may show it in a frame and be led to.

    `consent_version` counts the wordings of the consent.
    """

    __tablename__ = "lead_form"

    name: Mapped[str]
    heading: Mapped[str] = mapped_column(server_default="")
    intro: Mapped[str] = mapped_column(server_default="")
    fields: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    consent_text: Mapped[str] = mapped_column(server_default="")
    consent_version: Mapped[int] = mapped_column(server_default="1")
    thanks: Mapped[str] = mapped_column(server_default="")
    redirect_url: Mapped[str] = mapped_column(server_default="")
    sites: Mapped[list[str]] = mapped_column(server_default="{}")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_lead_form_by_age", "tenant_id", "created_at", "id"),)


class FormSubmission(OfWorkspace):
    """One sending of a form: its nonce is taken once, whatever a browser repeats."""

    __tablename__ = "form_submission"

    form_id: Mapped[UUID] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    lead_id: Mapped[UUID | None]
    at: Mapped[datetime]
    campaign: Mapped[str] = mapped_column(server_default="")
    consent_text: Mapped[str] = mapped_column(server_default="")
    consent_version: Mapped[int | None]

    __table_args__ = (
        within("form_id", "lead_form"),
        within("lead_id", "lead"),
        Index("ix_form_submission_of_lead", "tenant_id", "lead_id", "at"),
    )
