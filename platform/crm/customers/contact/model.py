"""People we know at the companies we serve."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from crm.records.fields import (
    Choice,
    choice_field,
    date_field,
    identities_field,
    long_text_field,
    text_field,
    yes_no_field,
)
from crm.records.model import Followed, Record
from crm.records.types import Matching, Relation, declare
from kernel.i18n import lazy

ROLES = (
    Choice("decision_maker", lazy("Decides")),
    Choice("influencer", lazy("Influences")),
    Choice("user", lazy("Uses it")),
    Choice("finance", lazy("Pays")),
)


class Contact(Followed, Record):
    """Somebody we can write to or call."""

    __tablename__ = "contact"

    name: Mapped[str] = text_field(lazy("Full name"), required=True, searchable=True, sortable=True)
    job_title: Mapped[str | None] = text_field(lazy("Job title"), searchable=True)
    role: Mapped[str | None] = choice_field(lazy("Part in buying"), ROLES, options="contact_role")
    emails: Mapped[list[Any]] = identities_field(lazy("Emails"), "email")
    phones: Mapped[list[Any]] = identities_field(lazy("Phones"), "phone")
    handles: Mapped[list[Any]] = identities_field(lazy("Chat and other addresses"), "handle")
    birthday: Mapped[date | None] = date_field(lazy("Birthday"))
    do_not_call: Mapped[bool] = yes_no_field(lazy("Do not call"))
    about: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


CONTACT = declare(
    Contact,
    plural="contacts",
    label=lazy("Contact"),
    label_plural=lazy("Contacts"),
    icon="users",
    title=lambda row: row["name"],
    relations={"companies": Relation(label=lazy("Companies"), target="company", goes_along=True)},
    followed=True,
    matched_by=Matching(names="contact"),
)
