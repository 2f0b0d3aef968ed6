"""How pieces of knowledge look."""

from typing import Final

from crm.knowledge.item.model import KNOWLEDGE
from crm.records.pages.presenting import ALL, MINE, ListView, Presentation, present
from kernel.filters import Group, Test
from kernel.i18n import lazy

PUBLISHED: Final = Test("state", "eq", "published")


def _of(*kinds: str) -> Group:
    return Group("and", (PUBLISHED, Test("kind", "in", list(kinds))))


present(
    KNOWLEDGE,
    Presentation(
        columns=("kind", "topic", "state", "answer", "owner_id", "updated_at"),
        facts=(
            "kind",
            "topic",
            "state",
            "confidence",
            "products",
            "competitors",
            "stage_id",
            "segment_id",
            "replaces",
            "contradicts",
            "review_due",
            "edition",
            "published_at",
            "owner_id",
        ),
        first=("text", "answer", "kind", "topic", "products", "competitors"),
        search=("name", "text", "answer"),
        detail="answer",
        body="text",
        inline=frozenset({"topic", "kind", "review_due"}),
        views=(
            ListView("published", lazy("Published"), PUBLISHED),
            ListView("objections", lazy("Objections"), _of("objection", "solution")),
            ListView("products", lazy("Products"), _of("fact", "playbook", "need")),
            ListView("pricing", lazy("Pricing"), _of("pricing")),
            ListView("battlecards", lazy("Battlecards"), _of("competitor")),
            ListView("lessons", lazy("Lessons"), _of("lesson")),
            MINE,
            ALL,
        ),
        empty=lazy("Keep what a customer said with one tap: on the page of a visit, or in chat."),
        new_label=lazy("New piece of knowledge"),
        list_at="/all",
        icon="bookmark",
    ),
)
