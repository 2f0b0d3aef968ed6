"""A contact's place at a company: the link says that there is one, this what kind of one."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import OfWorkspace, within


class Employment(OfWorkspace):
    """From `inactive_since` on the contact works there no more; what was before stays told."""

    __tablename__ = "employment"

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(server_default="")
    inactive_since: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        within("contact_id", "record"),
        within("company_id", "record"),
        Index("ix_employment_of_company", "tenant_id", "company_id", "contact_id"),
    )
