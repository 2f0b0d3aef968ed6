"""Rules by which leads find somebody, working hours, and to whom each lead was offered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernel.model import Identified, OfWorkspace, within


class RoutingRule(Identified):
    """Leads that match `condition` go to its members and team; `turn` counts what it gave."""

    __tablename__ = "routing_rule"

    name: Mapped[str]
    position: Mapped[int] = mapped_column(server_default="0")
    condition: Mapped[str] = mapped_column(server_default="")
    method: Mapped[str] = mapped_column(server_default="round_robin")
    team_id: Mapped[UUID | None]
    capacity: Mapped[int | None]
    accept_minutes: Mapped[int | None]
    enabled: Mapped[bool] = mapped_column(server_default="true")
    turn: Mapped[int] = mapped_column(server_default="0")

    __table_args__ = (
        within("team_id", "team"),
        CheckConstraint(
            "method IN ('fixed', 'round_robin', 'load', 'capacity', 'first', 'territory')",
            name="method",
        ),
        Index("ix_routing_rule_in_order", "tenant_id", "position", "id"),
    )


class RoutingMember(OfWorkspace):
    """A member to whom a rule gives leads."""

    __tablename__ = "routing_member"

    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (within("rule_id", "routing_rule"), within("member_id", "membership"))


class WorkingHours(OfWorkspace):
    """When a member works, in their own time zone; `days` are 1 (Monday) to 7. None: always."""

    __tablename__ = "working_hours"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    days: Mapped[list[str]] = mapped_column(server_default="{}")
    from_minute: Mapped[int] = mapped_column(server_default="0")
    to_minute: Mapped[int] = mapped_column(server_default="1440")

    __table_args__ = (within("member_id", "membership"),)


class LeadOffer(Identified):
    """A lead was given or offered to a member, why, and what they made of it.

    Without a member it says why nobody got it. The rule may be gone; its name stays.
    """

    __tablename__ = "lead_offer"

    lead_id: Mapped[UUID]
    member_id: Mapped[UUID | None]
    rule_id: Mapped[UUID | None]
    rule: Mapped[str] = mapped_column(server_default="")
    method: Mapped[str] = mapped_column(server_default="")
    turn: Mapped[int] = mapped_column(server_default="0")
    at: Mapped[datetime]
    accept_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    __table_args__ = (
        within("lead_id", "lead"),
        within("member_id", "membership"),
        CheckConstraint(
            "outcome IN ('accepted', 'passed', 'expired', 'taken', 'moved', 'nobody')",
            name="outcome",
        ),
        Index("ix_lead_offer_of_lead", "tenant_id", "lead_id", "at", "id"),
        Index("ix_lead_offer_in_turn", "tenant_id", "rule_id", "member_id", "turn"),
        Index("ix_lead_offer_of_member", "tenant_id", "member_id", "at"),
    )
