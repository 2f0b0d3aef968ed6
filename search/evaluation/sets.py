"""A set of texts, questions and judgements in a folder: corpus.jsonl, queries.jsonl, qrels.tsv."""

from pathlib import Path

import msgspec

from kernel.errors import Refused


class Entry(msgspec.Struct):
    """A text or a question.

    A text may say of which type its record is and with which it is linked. A question may say to
    which `part` of the set it belongs and what its answer must hold (`says`, one is enough); one
    of a set with answers that says nothing has none.
    """

    id: str = msgspec.field(name="_id")
    text: str
    title: str = ""
    type: str = "activity"
    links: list[str] = []
    part: str = ""
    kind: str = ""
    says: list[str] = []


class EvaluationSet(msgspec.Struct):
    """`relevance` holds, by question, the texts that answer it and how well (1 or more)."""

    name: str
    corpus: list[Entry]
    queries: dict[str, str]
    relevance: dict[str, dict[str, int]]
    questions: list[Entry] = []
    part: str = ""

    @property
    def parts(self) -> list[str]:
        """Those into which it is divided; the one for tuning and the one that is only looked at."""
        return sorted({question.part for question in self.questions if question.part})

    @property
    def answered(self) -> bool:
        """Whether it judges answers, too."""
        return any(question.says for question in self.questions)

    def of_part(self, part: str) -> "EvaluationSet":
        """Only its questions of one part."""
        kept = [question for question in self.questions if question.part == part]
        ids = {question.id for question in kept}
        return msgspec.structs.replace(
            self,
            part=part,
            questions=kept,
            queries={id: text for id, text in self.queries.items() if id in ids},
            relevance={id: found for id, found in self.relevance.items() if id in ids},
        )


class UnreadableSet(Refused):
    """The folder does not hold an evaluation set."""


def read_set(folder: Path) -> EvaluationSet:
    try:
        corpus = _entries(folder / "corpus.jsonl")
        questions = _entries(folder / "queries.jsonl")
        queries = {entry.id: entry.text for entry in questions}
        lines = (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]
        relevance: dict[str, dict[str, int]] = {}
        for line in lines:
            query, text, score = line.split("\t")
            if int(score) > 0 and query in queries:
                relevance.setdefault(query, {})[text] = int(score)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise UnreadableSet(
            f"{folder} holds no evaluation set: it needs corpus.jsonl and queries.jsonl with"
            f" _id and text, and qrels.tsv with query-id, corpus-id, score ({error})."
        ) from None
    return EvaluationSet(folder.name, corpus, queries, relevance, questions)


def _entries(path: Path) -> list[Entry]:
    decoder = msgspec.json.Decoder(Entry)
    return decoder.decode_lines(path.read_bytes())
