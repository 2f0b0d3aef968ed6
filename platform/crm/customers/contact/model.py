"""People we know at the companies we serve."""

from typing import Any

from sqlalchemy.orm import Mapped

from crm.records.fields import identities_field, long_text_field, text_field
from crm.records.model import Followed, Record
from crm.records.types import Matching, Relation, declare
from kernel.i18n import lazy


class Contact(Followed, Record):
    """Somebody we can write to or call."""

    __tablename__ = "contact"

    name: Mapped[str] = text_field(lazy("Full name"), required=True, searchable=True, sortable=True)
    job_title: Mapped[str | None] = text_field(lazy("Job title"), searchable=True)
    emails: Mapped[list[Any]] = identities_field(lazy("Emails"), "email")
    phones: Mapped[list[Any]] = identities_field(lazy("Phones"), "phone")
    handles: Mapped[list[Any]] = identities_field(lazy("Chat and other addresses"), "handle")
    about: Mapped[str | None] = long_text_field(lazy("Notes"), searchable=True)


CONTACT = declare(
    Contact,
    plural="contacts",
    label=lazy("Contact"),
    label_plural=lazy("Contacts"),
    icon="users",
    title=lambda row: row["name"],
    relations={"companies": Relation(label=lazy("Companies"), target="company")},
    followed=True,
    matched_by=Matching(names="contact"),
)
