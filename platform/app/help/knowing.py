"""Help with search, and with knowledge: kept, put in order, passed on, used, measured."""

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
        lazy(
            "A few pieces a week come to you by themselves, for your open deals: three, or as many "
            "as the settings say."
        ),
        lazy("Name the objection or the competitor in the chat, and the best answer comes back."),
        lazy(
            "/brief and a customer tells what to know before the door, each line with its source."
        ),
        lazy("What customers say is counted over the visits that you see yourself."),
        lazy(
            "Once a week what comes up again and again is sorted by what it means, and called by "
            "the words that tell it best; what was there the week before keeps its place."
        ),
        lazy("After a deal is won or lost in the chat, one tap and one sentence keep why."),
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
SEARCH: Final = Topic(
    key="search",
    title=lazy("Search"),
    points=(
        lazy(
            "One field finds customers, people, deals, visits, tasks, pieces of knowledge and what "
            "is in files; Ctrl K finds while you type, /find in the chat. You find only what you "
            "may see."
        ),
        lazy(
            "It looks for the words, in English in all their forms and in Chinese by characters, "
            "and for the meaning where a model reads your language. How each result was found "
            "stands under it."
        ),
        lazy("Simplified and traditional are the same; Chinese is also found by its pinyin."),
        lazy(
            "A slip of the pen is forgiven, and what you may have meant is offered: a word that "
            "nobody wrote here, or Chinese that only sounds the same."
        ),
        lazy(
            "Narrow it down by type, person, tag and day. “Search here” on the page of a customer, "
            "a person, a deal or a product finds only what is linked with it."
        ),
        lazy(
            "A question is answered with the sentences that colleagues wrote, each with its "
            "source; /ask does it in the chat. What nobody wrote down is kept for those who may "
            "know."
        ),
        lazy(
            "Where the workspace has switched it on, a language model puts the answer in "
            "sentences. Only those stay that their sources bear out: numbers, names, denials and "
            "nearly all words."
        ),
        lazy("Say whether a result was it: search is measured by that."),
    ),
    ways=(("search", lazy("Search"), None),),
    pages=("search",),
)
TOPICS: Final = (SEARCH, KNOWLEDGE)
