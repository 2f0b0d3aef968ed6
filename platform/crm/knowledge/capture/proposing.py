"""What a text seems to be: a proposal that anybody may change."""

from typing import Final, Literal

import msgspec

from crm.knowledge.hearing.reading import heard, whole
from crm.knowledge.item.service import TITLE_LENGTH
from kernel.texts import begun

Kind = Literal[
    "fact", "objection", "need", "solution", "competitor", "pricing", "playbook", "lesson"
]
# By how a deal ended: the story of one that was won is how to win the next.
OF_DEAL: Final[dict[str, Kind]] = {"won": "playbook", "lost": "lesson", "invalid": "lesson"}
# Why deals are lost, as a topic.
OF_REASON: Final = {
    "price": "price",
    "competitor": "competitor",
    "budget": "budget",
    "timing": "timing",
    "product": "function",
}


class Proposal(msgspec.Struct, frozen=True):
    """The kind and the topic; the text stays as it was said."""

    name: str
    kind: Kind
    topic: str | None


def propose(text: str) -> Proposal:
    """By the first objection in it, else the first need; a fact where there is neither."""
    found = sorted(heard(text), key=lambda one: one.kind != "objection")
    if not found:
        return Proposal(begun(text, TITLE_LENGTH), "fact", None)
    first = found[0]
    kind: Kind = "competitor" if first.topic == "competitor" else first.kind
    return Proposal(begun(whole(text, first), TITLE_LENGTH), kind, first.topic)


def propose_of_deal(status: str, reason: str | None, text: str) -> Proposal:
    """The story of a deal that was closed."""
    topic = OF_REASON.get(reason or "") or propose(text).topic
    return Proposal(begun(text, TITLE_LENGTH), OF_DEAL.get(status, "fact"), topic)
