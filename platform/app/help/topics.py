"""What the help explains, part by part, and the pages that lead to each part."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from app.help import knowing, selling, working
from app.help.parts import Topic
from web.nav import navigation
from web.shell import Shell

TOPICS: Final[Sequence[Topic]] = (*working.TOPICS, *selling.TOPICS, *knowing.TOPICS)
# Parts that the page itself tells.
OTHERS: Final = {
    "settings/territories": "territories",
    "numbers/territories": "territories",
    "worklists": "partners",
    "registrations": "partners",
    "settings/calls": "partners",
    "settings/trash": "undo",
}


def stand_up() -> None:
    """Every page of a topic leads to it."""
    for topic in TOPICS:
        for path in topic.pages:
            navigation.explain(path, topic.key)
    for path, part in OTHERS.items():
        navigation.explain(path, part)


def told(shell: Shell) -> list[dict[str, Any]]:
    """The topics with the ways that this person may go."""
    return [
        {
            **msgspec.structs.asdict(topic),
            "ways": [(at, label) for at, label, needs in topic.ways if shell.allows(needs)],
        }
        for topic in TOPICS
    ]
