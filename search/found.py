"""What a search gives back, as the API and the chat show it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Highlights = list[tuple[int, int]]


class RecordRef(msgspec.Struct, frozen=True):
    """A record by its type, id and name."""

    type: str
    id: UUID
    title: str


# By which way a record was found: its words, its meaning, whom the question names.
Way = Literal["words", "meaning", "name"]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A record that was found; `highlights` are [start, end) places in the snippet.

    `why` says by which ways, `about` names the customers and people that led there; `by` is who
    it belongs to, `at` when it was written down; `file` is the name of the file in which it
    stands, "" if the record itself says it.
    """

    record: RecordRef
    snippet: str
    highlights: Highlights
    score: float
    by: str
    at: datetime
    why: list[Way]
    about: list[str]
    file: str


class Citation(msgspec.Struct, frozen=True):
    """Where a sentence of the answer was written; `number` stands in brackets after it."""

    number: int
    record: RecordRef
    sentence: str
    by: str
    at: datetime
    file: str


class Answer(msgspec.Struct, frozen=True):
    """The sentences that say it best, in the words of those who wrote them.

    `worded`: the text is a language model's, and each of its sentences is borne out by those
    that are cited.
    """

    text: str
    citations: list[Citation]
    worded: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Results, best first; `mode` says whether meaning was searched too.

    `did_you_mean` is the question without its slips, empty where there is none.
    `unanswered`: it was a question, and nobody wrote down what answers it.
    """

    results: list[Result]
    mode: Literal["hybrid", "lexical"]
    answer: Answer | msgspec.UnsetType = msgspec.UNSET
    unanswered: bool = False
    did_you_mean: str = ""


class Suggested(msgspec.Struct, frozen=True):
    """Records whose words begin as what was typed; and what may have been meant, if not that."""

    items: list[RecordRef]
    did_you_mean: str = ""
