"""A company, and the ways to reach it."""

from typing import Any

from sqlalchemy.orm import Mapped

from crm.records.fields import (
    Choice,
    choice_field,
    identities_field,
    long_text_field,
    text_field,
    url_field,
)
from crm.records.model import Followed, Record
from crm.records.types import declare
from kernel.i18n import lazy

SIZES = (
    Choice("1-10", lazy("1 to 10 people")),
    Choice("11-50", lazy("11 to 50 people")),
    Choice("51-200", lazy("51 to 200 people")),
    Choice("201-1000", lazy("201 to 1,000 people")),
    Choice("1000+", lazy("more than 1,000 people")),
)


INDUSTRIES = (
    Choice("machinery", lazy("Machinery")),
    Choice("electronics", lazy("Electronics")),
    Choice("automotive", lazy("Automotive")),
    Choice("chemicals", lazy("Chemicals")),
    Choice("food", lazy("Food")),
    Choice("health", lazy("Health")),
    Choice("construction", lazy("Construction")),
    Choice("energy", lazy("Energy and water")),
    Choice("trade", lazy("Trade")),
    Choice("logistics", lazy("Logistics")),
    Choice("software", lazy("Software")),
    Choice("services", lazy("Services")),
    Choice("public", lazy("Public sector")),
)


class Company(Followed, Record):
    """A firm we serve or hope to."""

    __tablename__ = "company"

    name: Mapped[str] = text_field(lazy("Name"), required=True, searchable=True, sortable=True)
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
    size: Mapped[str | None] = choice_field(lazy("Size"), SIZES)
    address: Mapped[str | None] = text_field(lazy("Address"), max_length=500, searchable=True)
    city: Mapped[str | None] = text_field(lazy("City"), max_length=100, searchable=True)
    country: Mapped[str | None] = text_field(lazy("Country"), max_length=100)
    about: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


COMPANY = declare(
    Company,
    plural="companies",
    label=lazy("Company"),
    label_plural=lazy("Companies"),
    icon="building-2",
    title=lambda row: row["name"],
    followed=True,
)
