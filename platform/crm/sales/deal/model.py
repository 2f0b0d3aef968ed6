"""A deal: how much, how likely, by when, and where it stands."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.records.fields import (
    Choice,
    base_column,
    choice_field,
    date_field,
    long_text_field,
    moment_field,
    money_field,
    number_field,
    reference_field,
    text_field,
)
from crm.records.model import Followed, Record
from crm.records.types import Relation, declare
from crm.sales.words import SOURCES
from kernel.i18n import lazy
from kernel.model import Identified, OfWorkspace, within

STATUSES = (
    Choice("open", lazy("In progress")),
    Choice("won", lazy("Won")),
    Choice("lost", lazy("Lost")),
    Choice("invalid", lazy("Invalid")),
)
FORECASTS = (
    Choice("omit", lazy("Not in the forecast")),
    Choice("pipeline", lazy("Pipeline")),
    Choice("best_case", lazy("Best case")),
    Choice("commit", lazy("Commit")),
    Choice("closed", lazy("Closed")),
)
ASKED, APPROVED, DECLINED = "asked", "approved", "declined"
FLOORS = (
    Choice(ASKED, lazy("To be approved"), "amber"),
    Choice(APPROVED, lazy("Approved"), "green"),
    Choice(DECLINED, lazy("Declined"), "red"),
)
LOST_REASONS = (
    Choice("price", lazy("Price")),
    Choice("competitor", lazy("Chose a competitor")),
    Choice("budget", lazy("No budget")),
    Choice("timing", lazy("Not now")),
    Choice("product", lazy("The product does not fit")),
    Choice("no_answer", lazy("No answer any more")),
    Choice("other", lazy("Other")),
)


class Deal(Followed, Record):
    """What a customer may buy. `rank` is its place in the column of its stage, smallest on top."""

    __tablename__ = "deal"
    sorted_by: ClassVar[tuple[str, ...]] = (
        *Followed.sorted_by,
        "amount_base",
        "expected_close",
        "closed_at",
    )
    also: ClassVar[tuple[Any, ...]] = (
        within("pipeline_id", "pipeline", ondelete="NO ACTION"),
        within("stage_id", "stage", ondelete="NO ACTION"),
        UniqueConstraint("tenant_id", "stage_id", "rank", deferrable=True, initially="IMMEDIATE"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability"),
        Index(
            "ix_deal_asked",
            "tenant_id",
            "updated_at",
            "id",
            postgresql_where=text("below_floor = 'asked'"),
        ),
    )

    name: Mapped[str] = text_field(
        lazy("What is sold"), required=True, searchable=True, sortable=True
    )
    amount: Mapped[dict[str, Any] | None] = money_field(lazy("Amount"), sortable=True)
    amount_base: Mapped[int | None] = base_column()
    pipeline_id: Mapped[UUID] = reference_field(
        lazy("Pipeline"), "pipeline", required=True, editable=False
    )
    stage_id: Mapped[UUID] = reference_field(
        lazy("Stage"), "stage", required=True, editable=False, once=True
    )
    rank: Mapped[int]
    status: Mapped[str] = choice_field(lazy("Status"), STATUSES, default="open", editable=False)
    below_floor: Mapped[str | None] = choice_field(
        lazy("Below the floor price"), FLOORS, editable=False
    )
    expected_close: Mapped[date | None] = date_field(lazy("Expected close"), sortable=True)
    probability: Mapped[int | None] = number_field(lazy("Own probability, %"), least=0, most=100)
    forecast: Mapped[str] = choice_field(lazy("Forecast"), FORECASTS, default="pipeline")
    source: Mapped[str | None] = choice_field(lazy("Source"), SOURCES, options="deal_source")
    lost_reason: Mapped[str | None] = choice_field(
        lazy("Lost because"), LOST_REASONS, options="lost_reason", editable=False
    )
    lost_note: Mapped[str | None] = text_field(
        lazy("About the loss"), max_length=500, searchable=True, editable=False
    )
    closed_at: Mapped[datetime | None] = moment_field(lazy("Closed"), editable=False, sortable=True)
    stage_entered_at: Mapped[datetime] = moment_field(lazy("In this stage since"), editable=False)
    checked: Mapped[list[str]] = mapped_column(server_default="{}")
    lead_id: Mapped[UUID | None]
    notes: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


DEAL = declare(
    Deal,
    plural="deals",
    label=lazy("Deal"),
    label_plural=lazy("Deals"),
    icon="handshake",
    title=lambda row: row["name"],
    relations={
        "companies": Relation(label=lazy("Companies"), target="company", goes_along=True),
        "contacts": Relation(label=lazy("Contacts"), target="contact"),
        "competitors": Relation(label=lazy("Competitors"), target="competitor"),
        "partners": Relation(label=lazy("Partner"), target="company", quiet=True),
    },
    followed=True,
    logged_with=("companies", "contacts"),
    # What every figure asks: when it ends, and when it did.
    always=frozenset({"expected_close", "closed_at"}),
)


class DealStageSpan(Identified):
    """How long a deal stood in a stage; the open one has no end."""

    __tablename__ = "deal_stage_span"

    deal_id: Mapped[UUID]
    stage_id: Mapped[UUID]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]

    __table_args__ = (
        within("deal_id", "deal"),
        within("stage_id", "stage", ondelete="NO ACTION"),
        Index("ix_deal_stage_span_of_deal", "tenant_id", "deal_id", "from_at", "id"),
        Index("ix_deal_stage_span_of_stage", "tenant_id", "stage_id", "from_at", "id"),
        Index(
            "uq_deal_stage_span_open",
            "tenant_id",
            "deal_id",
            unique=True,
            postgresql_where=text("to_at IS NULL"),
        ),
    )


class DealCompetitor(OfWorkspace):
    """How a competitor fared with a deal: it won, or it was beaten, or nobody got it."""

    __tablename__ = "deal_competitor"

    deal_id: Mapped[UUID] = mapped_column(primary_key=True)
    competitor_id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str]

    __table_args__ = (
        within("deal_id", "deal"),
        within("competitor_id", "competitor"),
        CheckConstraint("outcome IN ('won', 'beaten', 'neither')", name="outcome"),
        Index("ix_deal_competitor_of", "tenant_id", "competitor_id", "outcome", "deal_id"),
    )


class DealContact(OfWorkspace):
    """What part a contact plays in a deal."""

    __tablename__ = "deal_contact"

    deal_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str]

    __table_args__ = (
        within("deal_id", "deal"),
        within("contact_id", "contact"),
        CheckConstraint(
            "part IN ('decides', 'influences', 'uses', 'pays', 'champions', 'blocks')",
            name="part",
        ),
        Index("ix_deal_contact_of", "tenant_id", "contact_id", "deal_id"),
    )


class DealLine(Identified):
    """A product on a deal: `quantity` in thousandths, `discount` in hundredths of a percent."""

    __tablename__ = "deal_line"

    deal_id: Mapped[UUID]
    position: Mapped[int]
    product_id: Mapped[UUID | None]
    text: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[int]
    currency: Mapped[str]
    discount: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        within("deal_id", "deal"),
        within("product_id", "product", ondelete="NO ACTION"),
        Index("ix_deal_line_of_deal", "tenant_id", "deal_id", "position", "id"),
    )
