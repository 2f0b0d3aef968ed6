"""How contacts look."""

from crm.customers.contact.model import CONTACT
from crm.records.pages.presenting import FOLLOWED_VIEWS, Presentation, present
from kernel.i18n import lazy

present(
    CONTACT,
    Presentation(
        columns=(
            "companies",
            "next_action_at",
            "phones",
            "tags",
            "owner_id",
        ),
        facts=(
            "owner_id",
            "job_title",
            "role",
            "companies",
            "emails",
            "phones",
            "do_not_call",
            "handles",
            "birthday",
            "about",
        ),
        first=("name", "emails", "phones", "companies"),
        search=("name", "emails", "phones", "job_title"),
        detail="emails",
        inline=frozenset({"companies", "phones", "role"}),
        views=FOLLOWED_VIEWS,
        empty=lazy("Add the first person you sell to: a name is enough."),
        new_label=lazy("New contact"),
        icon="users",
    ),
)
