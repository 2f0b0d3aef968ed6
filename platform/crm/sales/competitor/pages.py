"""How competitors look."""

from crm.records.pages.presenting import ALL, MINE, Presentation, present
from crm.sales.competitor.model import COMPETITOR
from kernel.i18n import lazy
from web.nav import Entry, navigation

present(
    COMPETITOR,
    Presentation(
        columns=("website", "strengths", "weaknesses", "owner_id", "updated_at"),
        facts=("website", "strengths", "weaknesses", "prices", "owner_id"),
        first=("name", "website"),
        search=("name", "strengths", "weaknesses"),
        views=(ALL, MINE),
        empty=lazy("Write down who else sells to your customers, and how you win against them."),
        new_label=lazy("New competitor"),
        icon="swords",
    ),
)

navigation.add(
    "main",
    Entry(
        key="competitors",
        label=lazy("Competitors"),
        icon="swords",
        path="competitors",
        order=39,
        permission="competitor:see",
    ),
)
