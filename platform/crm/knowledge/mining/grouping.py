"""What was said in much the same words stands together, under the words that they share."""

from collections import Counter
from typing import Final

import msgspec

from crm.knowledge.hearing.words import words_of
from crm.knowledge.mining.service import Voice
from crm.knowledge.mining.telling import telling, terms_of

# So many words must be shared by two that stand together.
SHARED: Final = 0.3


class Group(msgspec.Struct, frozen=True):
    """Several voices; one that stands alone has no label."""

    label: str
    voices: list[Voice]


def grouped(voices: list[Voice]) -> list[Group]:
    """The largest group first; who says it most lately leads, so it is the same for all who look.

    Made of what the reader sees, and kept nowhere.
    """
    leaders: list[tuple[set[str], list[tuple[Voice, set[str]]]]] = []
    for voice in voices:
        words = words_of(voice.words)
        near = next((rest for lead, rest in leaders if _alike(lead, words)), None)
        if near is None:
            leaders.append((words, [(voice, words)]))
        else:
            near.append((voice, words))
    terms = {voice.id: terms_of(voice.words) for voice in voices}
    every = Counter(term for some in terms.values() for term in some)
    groups = []
    for _lead, rest in leaders:
        said = [voice for voice, _words in rest]
        told = telling([terms[voice.id] for voice in said], every, len(voices), ())
        groups.append(Group(", ".join(told), said))
    return sorted(groups, key=lambda group: -len(group.voices))


def _alike(one: set[str], other: set[str]) -> bool:
    both = len(one & other)
    return bool(both) and both >= SHARED * min(len(one), len(other))
