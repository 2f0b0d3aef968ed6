"""How companies look."""

from crm.customers.company.model import COMPANY
from crm.records.pages.presenting import FOLLOWED_VIEWS, ListView, Presentation, present
from kernel.filters import Group, Test
from kernel.i18n import lazy

IN_DANGER = ListView(
    "danger",
    lazy("In danger"),
    Group(
        "or",
        (Test("reclaim_at", "within", "past"), Test("reclaim_at", "within", "next_3_days")),
    ),
)

present(
    COMPANY,
    Presentation(
        columns=(
            "next_action_at",
            "level",
            "status",
            "city",
            "tags",
            "owner_id",
        ),
        facts=(
            "owner_id",
            "level",
            "status",
            "phones",
            "emails",
            "website",
            "industry",
            "size",
            "role",
            "kind",
            "source",
            "parents",
            "number",
            "tax_id",
            "address",
            "city",
            "region",
            "country",
            "reclaim_at",
            "about",
        ),
        first=("name", "kind", "phones", "city"),
        search=("name", "city", "emails", "phones", "number", "tax_id"),
        inline=frozenset({"level", "status", "industry", "city", "phones"}),
        views=(*FOLLOWED_VIEWS, IN_DANGER),
        empty=lazy("Add the first customer: its name is enough. Or log a visit in the chat."),
        new_label=lazy("New company"),
        icon="building-2",
    ),
)
