"""Help with knowledge: kept, put in order, passed on, used, measured."""

from typing import Final

from app.help.parts import Formula, Topic
from kernel.i18n import lazy

KNOWLEDGE: Final = Topic(
    key="knowledge",
    title=lazy("Knowledge"),
    points=(
        lazy(
            "Keep as knowledge stands on each visit, on timelines, on deals that ended, and in the "
            "chat after a note that names an objection, a need or a competitor. One tap is enough."
        ),
        lazy("What is kept is seen by you and by curators, until a curator publishes it for all."),
        lazy("Curators are those who may give records away: managers, administrators, owners."),
        lazy("Two pieces that say the same are made one; that can be taken apart again."),
        lazy(
            "A piece that contradicts another answers nothing until a person decided which holds."
        ),
        lazy(
            "Each piece has a day of review; past it, or unused for half a year, it is asked for."
        ),
        lazy(
            "A piece fits a deal that has one of its products, one of its competitors, its stage "
            "and its segment, as far as it names any; else where its topic was heard."
        ),
        lazy("At most three pieces a week come to you by themselves, for your open deals."),
        lazy("Name the objection or the competitor in the chat, and the best answer comes back."),
        lazy(
            "/brief and a customer tells what to know before the door, each line with its source."
        ),
        lazy("What customers say is counted over the visits that you see yourself."),
    ),
    formulas=(
        Formula(
            lazy("Points"),
            lazy("5 × published + 3 × helped + 2 × thanks + 1 × colleagues who opened it"),
        ),
        Formula(
            lazy("Deals with knowledge and without"),
            lazy("won ÷ closed where a piece was opened or quoted before the end, and where not"),
            lazy("interval of Wilson, 1927; observed, not proven"),
        ),
    ),
    ways=(
        ("knowledge", lazy("Knowledge"), "knowledge_item:see"),
        ("knowledge/queue", lazy("For curators"), "knowledge_item:transfer"),
    ),
    pages=("knowledge", "briefing"),
)
TOPICS: Final = (KNOWLEDGE,)
