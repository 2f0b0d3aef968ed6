"""A customer that a partner found, and until when it is the partner's."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from crm.records.fields import (
    Choice,
    base_column,
    choice_field,
    identities_field,
    long_text_field,
    member_field,
    moment_field,
    money_field,
    text_field,
    url_field,
)
from crm.records.model import Record
from crm.records.types import Matching, Relation, declare
from kernel.i18n import lazy

STATES = (
    Choice("submitted", lazy("To be decided"), "amber"),
    Choice("approved", lazy("Approved"), "green"),
    Choice("rejected", lazy("Rejected"), "red"),
    Choice("expired", lazy("Expired")),
)


class Registration(Record):
    """Approved, it protects the customer for its partner until `protected_until`."""

    __tablename__ = "registration"
    sorted_by: ClassVar[tuple[str, ...]] = (
        "updated_at",
        "created_at",
        "name",
        "amount_base",
        "protected_until",
    )
    also: ClassVar[tuple[Any, ...]] = (
        Index(
            "ix_registration_running",
            "tenant_id",
            "protected_until",
            "id",
            postgresql_where=text("state = 'approved' AND deleted_at IS NULL"),
        ),
    )

    name: Mapped[str] = text_field(lazy("Customer"), required=True, searchable=True, sortable=True)
    website: Mapped[str | None] = url_field(lazy("Website"), searchable=True)
    emails: Mapped[list[Any]] = identities_field(lazy("Emails"), "mailbox")
    phones: Mapped[list[Any]] = identities_field(lazy("Phones"), "phone")
    amount: Mapped[dict[str, Any] | None] = money_field(lazy("Expected amount"), sortable=True)
    amount_base: Mapped[int | None] = base_column()
    state: Mapped[str] = choice_field(lazy("Status"), STATES, default="submitted", editable=False)
    protected_until: Mapped[datetime | None] = moment_field(
        lazy("Protected until"), editable=False, sortable=True
    )
    decided_by: Mapped[UUID | None] = member_field(lazy("Decided by"), editable=False)
    decided_at: Mapped[datetime | None] = moment_field(lazy("Decided"), editable=False)
    reason: Mapped[str | None] = text_field(
        lazy("Reason"), max_length=500, searchable=True, editable=False
    )
    notes: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


REGISTRATION = declare(
    Registration,
    plural="registrations",
    label=lazy("Deal registration"),
    label_plural=lazy("Deal registrations"),
    icon="file-check",
    title=lambda row: row["name"],
    relations={
        "partners": Relation(label=lazy("Partner"), target="company", quiet=True),
        "companies": Relation(label=lazy("Customer"), target="company", quiet=True),
        "products": Relation(label=lazy("Products"), target="product", quiet=True),
        "leads": Relation(label=lazy("Became lead"), target="lead", editable=False, quiet=True),
        "deals": Relation(label=lazy("Became deal"), target="deal", editable=False, quiet=True),
    },
    matched_by=Matching(names="company", hosts=("website", "emails")),
    always=frozenset({"protected_until", "partners", "companies"}),
)
