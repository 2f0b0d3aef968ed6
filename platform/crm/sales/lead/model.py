"""A lead: who it is, where it came from, and what became of it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.records.fields import (
    Choice,
    choice_field,
    identities_field,
    long_text_field,
    moment_field,
    multi_choice_field,
    number_field,
    text_field,
)
from crm.records.model import Followed, Record
from crm.records.types import Relation, declare
from crm.sales.words import SOURCES
from kernel.i18n import lazy

STATUSES = (
    Choice("new", lazy("Just in")),
    Choice("assigned", lazy("Assigned")),
    Choice("working", lazy("Working")),
    Choice("qualified", lazy("Qualified")),
    Choice("converted", lazy("Converted")),
    Choice("disqualified", lazy("Disqualified")),
    Choice("recycled", lazy("Later again")),
)
REASONS = (
    Choice("no_need", lazy("No need")),
    Choice("no_budget", lazy("No budget")),
    Choice("no_answer", lazy("Cannot be reached")),
    Choice("wrong_person", lazy("Wrong person")),
    Choice("later", lazy("Later")),
    Choice("spam", lazy("Spam")),
    Choice("other", lazy("Other")),
)
QUALIFIED_BY = (
    Choice("need", lazy("Has a need")),
    Choice("budget", lazy("Has a budget")),
    Choice("authority", lazy("We speak with who decides")),
    Choice("time", lazy("Knows by when")),
)


class Lead(Followed, Record):
    """Somebody may want something. `fit_score` and `behaviour_score` are computed, never typed."""

    __tablename__ = "lead"
    sorted_by: ClassVar[tuple[str, ...]] = (*Followed.sorted_by, "score")
    also: ClassVar[tuple[Any, ...]] = (
        Index(
            "ix_lead_by_status",
            "tenant_id",
            "status",
            "updated_at",
            "id",
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    name: Mapped[str] = text_field(lazy("Full name"), required=True, searchable=True, sortable=True)
    company_name: Mapped[str | None] = text_field(lazy("Company"), searchable=True)
    emails: Mapped[list[Any]] = identities_field(lazy("Emails"), "mailbox")
    phones: Mapped[list[Any]] = identities_field(lazy("Phones"), "phone")
    handles: Mapped[list[Any]] = identities_field(lazy("Chat and other addresses"), "handle")
    source: Mapped[str | None] = choice_field(lazy("Source"), SOURCES, options="lead_source")
    campaign: Mapped[str | None] = text_field(lazy("Campaign"), max_length=200, searchable=True)
    status: Mapped[str] = choice_field(lazy("Status"), STATUSES, default="new", editable=False)
    reason: Mapped[str | None] = choice_field(
        lazy("Reason"), REASONS, options="lead_reason", editable=False
    )
    qualified_by: Mapped[list[str]] = multi_choice_field(
        lazy("Qualification"), QUALIFIED_BY, options="lead_qualification"
    )
    score: Mapped[int | None] = number_field(lazy("Score"), editable=False, sortable=True)
    fit_score: Mapped[int | None] = number_field(lazy("Fit"), editable=False)
    behaviour_score: Mapped[int | None] = number_field(lazy("Interest"), editable=False)
    first_response_at: Mapped[datetime | None] = moment_field(
        lazy("First response"), editable=False
    )
    converted_at: Mapped[datetime | None] = moment_field(lazy("Converted"), editable=False)
    conversion: Mapped[dict[str, Any] | None] = mapped_column()
    notes: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


LEAD = declare(
    Lead,
    plural="leads",
    label=lazy("Lead"),
    label_plural=lazy("Leads"),
    icon="magnet",
    title=lambda row: row["name"],
    relations={
        "partners": Relation(label=lazy("Partner"), target="company", quiet=True),
        "companies": Relation(label=lazy("Became company"), target="company", editable=False),
        "contacts": Relation(label=lazy("Became contact"), target="contact", editable=False),
        "deals": Relation(label=lazy("Became deal"), target="deal", editable=False),
    },
    followed=True,
    touched=(
        "first_response_at = coalesce(first_response_at, greatest(:at, created_at)), "
        "status = CASE WHEN status IN ('new', 'assigned') THEN 'working' ELSE status END"
    ),
)
