"""A competitor: what it is good at, and where it can be beaten."""

from typing import ClassVar

from sqlalchemy.orm import Mapped

from crm.records.fields import long_text_field, text_field, url_field
from crm.records.model import Record
from crm.records.types import declare
from kernel.i18n import lazy


class Competitor(Record):
    """A firm that wants the same customers."""

    __tablename__ = "competitor"
    sorted_by: ClassVar[tuple[str, ...]] = ("updated_at", "created_at", "name")

    name: Mapped[str] = text_field(lazy("Name"), required=True, searchable=True, sortable=True)
    website: Mapped[str | None] = url_field(lazy("Website"), searchable=True)
    strengths: Mapped[str | None] = long_text_field(lazy("Strengths"), searchable=True)
    weaknesses: Mapped[str | None] = long_text_field(lazy("Weaknesses"), searchable=True)
    prices: Mapped[str | None] = long_text_field(lazy("Their prices"), searchable=True)


COMPETITOR = declare(
    Competitor,
    plural="competitors",
    label=lazy("Competitor"),
    label_plural=lazy("Competitors"),
    icon="swords",
    title=lambda row: row["name"],
    seen_by="all",
)
