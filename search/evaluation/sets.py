"""A set of texts, questions and judgements in a folder: corpus.jsonl, queries.jsonl, qrels.tsv."""

from pathlib import Path

import msgspec

from kernel.errors import Refused


class Entry(msgspec.Struct):
    """A text or a question."""

    id: str = msgspec.field(name="_id")
    text: str
    title: str = ""


class EvaluationSet(msgspec.Struct):
    """`relevance` holds, by question, the texts that answer it and how well (1 or more)."""

    name: str
    corpus: list[Entry]
    queries: dict[str, str]
    relevance: dict[str, dict[str, int]]


class UnreadableSet(Refused):
    """The folder does not hold an evaluation set."""


def read_set(folder: Path) -> EvaluationSet:
    try:
        corpus = _entries(folder / "corpus.jsonl")
        queries = {entry.id: entry.text for entry in _entries(folder / "queries.jsonl")}
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
    return EvaluationSet(folder.name, corpus, queries, relevance)


def _entries(path: Path) -> list[Entry]:
    decoder = msgspec.json.Decoder(Entry)
    return decoder.decode_lines(path.read_bytes())
