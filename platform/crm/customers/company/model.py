"""A company, and the ways to reach it."""

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy.orm import Mapped

from crm.customers.company.choices import (
    INDUSTRIES,
    KINDS,
    LEVELS,
    PERSON,
    ROLES,
    SIZES,
    SOURCES,
    STATUSES,
)
from crm.records.fields import (
    choice_field,
    identities_field,
    long_text_field,
    moment_field,
    number_field,
    text_field,
    url_field,
)
from crm.records.model import Followed, Record
from crm.records.types import Matching, Relation, declare
from kernel.i18n import lazy

# Places on the globe are whole numbers: a millionth of a degree is a hand's breadth.
NORTH: Final = 90_000_000
EAST: Final = 180_000_000
DEGREES: Final = lazy("Degrees, such as 48.137154; the API counts in millionths.")


class Company(Followed, Record):
    """A firm, or a private person, whom we serve or hope to."""

    __tablename__ = "company"
    sorted_by: ClassVar[tuple[str, ...]] = (*Followed.sorted_by, "reclaim_at")

    name: Mapped[str] = text_field(lazy("Name"), required=True, searchable=True, sortable=True)
    kind: Mapped[str] = choice_field(lazy("Kind of customer"), KINDS, default="company")
    number: Mapped[str | None] = text_field(
        lazy("Number"), max_length=60, searchable=True, sortable=True, editable=False
    )
    role: Mapped[str] = choice_field(
        lazy("Part"), ROLES, default="customer", options="company_role"
    )
    status: Mapped[str] = choice_field(
        lazy("Status"), STATUSES, default="potential", options="company_status"
    )
    level: Mapped[str | None] = choice_field(lazy("Level"), LEVELS, options="company_level")
    source: Mapped[str | None] = choice_field(lazy("Source"), SOURCES, options="company_source")
    website: Mapped[str | None] = url_field(lazy("Website"), searchable=True)
    phones: Mapped[list[Any]] = identities_field(lazy("Phones"), "phone")
    emails: Mapped[list[Any]] = identities_field(lazy("Emails"), "mailbox")
    industry: Mapped[str | None] = choice_field(
        lazy("Industry"),
        INDUSTRIES,
        options="industry",
        open=True,
        max_length=100,
        searchable=True,
    )
    size: Mapped[str | None] = choice_field(lazy("Size"), SIZES, options="company_size")
    tax_id: Mapped[str | None] = text_field(lazy("Tax number"), max_length=40, searchable=True)
    address: Mapped[str | None] = text_field(lazy("Address"), max_length=500, searchable=True)
    city: Mapped[str | None] = text_field(lazy("City"), max_length=100, searchable=True)
    region: Mapped[str | None] = text_field(lazy("Region"), max_length=100, searchable=True)
    country: Mapped[str | None] = text_field(lazy("Country"), max_length=100)
    latitude: Mapped[int | None] = number_field(
        lazy("Latitude"), places=6, least=-NORTH, most=NORTH, help=DEGREES
    )
    longitude: Mapped[int | None] = number_field(
        lazy("Longitude"), places=6, least=-EAST, most=EAST, help=DEGREES
    )
    about: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)
    reclaim_at: Mapped[datetime | None] = moment_field(
        lazy("Goes back to the pool"), editable=False, sortable=True
    )


COMPANY = declare(
    Company,
    plural="companies",
    label=lazy("Company"),
    label_plural=lazy("Companies"),
    icon="building-2",
    title=lambda row: row["name"],
    relations={"parents": Relation(label=lazy("Parent company"), target="company")},
    followed=True,
    matched_by=Matching(
        names="company",
        people=("kind", PERSON),
        hosts=("website", "emails"),
        codes=("tax_id",),
    ),
)
