"""How companies look."""

from crm.customers.company.model import COMPANY
from crm.records.pages.presenting import FOLLOWED_VIEWS, Presentation, present
from kernel.i18n import lazy

present(
    COMPANY,
    Presentation(
        columns=(
            "next_action_at",
            "industry",
            "city",
            "phones",
            "tags",
            "owner_id",
            "last_activity_at",
        ),
        facts=(
            "owner_id",
            "phones",
            "emails",
            "website",
            "industry",
            "size",
            "address",
            "city",
            "country",
            "tax_id",
            "about",
        ),
        first=("name", "phones", "city"),
        search=("name", "city", "emails", "phones"),
        inline=frozenset({"industry", "city", "phones"}),
        views=FOLLOWED_VIEWS,
        empty=lazy("Add the first customer: its name is enough. Or log a visit in the chat."),
        new_label=lazy("New company"),
        icon="building-2",
    ),
)
