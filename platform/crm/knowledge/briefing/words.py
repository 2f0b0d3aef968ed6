"""The headings of a briefing, in its order."""

from typing import Final

from crm.knowledge.briefing.lines import Part
from kernel.i18n import lazy

HEADINGS: Final[tuple[tuple[tuple[Part, ...], str], ...]] = (
    (("talk",), lazy("Last talks")),
    (("ours",), lazy("We promised")),
    (("theirs",), lazy("They promised")),
    (("deal",), lazy("Open deals")),
    (("objection", "answer"), lazy("Objections and the best answers")),
)
