"""From one record type to another along a link: the ways that a filter can go."""

import msgspec

from crm.records.questions import Question, question
from crm.records.types import RecordType, record_type, record_types


class Step(msgspec.Struct, frozen=True):
    """A way along the links of `relation` to records of a type; `back` against their direction."""

    relation: str
    kind: RecordType
    back: bool = False


def steps(kind: RecordType, head: str) -> list[Step]:
    """The ways that a name means: a relation, or the plural of what points here."""
    relation = kind.relations.get(head)
    if relation is not None and relation.target:
        return [Step(head, record_type(relation.target))]
    if relation is not None:
        return [Step(head, other) for other in record_types() if other.followed]
    return [
        Step(name, other, back=True)
        for other in record_types()
        for name, relation in other.relations.items()
        if other.plural == head and relation.target in ("", kind.name)
    ]


def heads(kind: RecordType) -> list[tuple[str, RecordType]]:
    """Names to start with, each with the type to which it leads."""
    forward = [(name, step.kind) for name in kind.relations for step in steps(kind, name)[:1]]
    back = [
        (other.plural, other)
        for other in record_types()
        if other.plural not in kind.relations and steps(kind, other.plural)
    ]
    return [*forward, *back]


def asked_at(kind: RecordType, name: str) -> Question | None:
    """The question that a name means, here or one step away."""
    head, _dot, rest = name.partition(".")
    if not rest:
        return question(kind.name, name)
    found = (question(step.kind.name, rest) for step in steps(kind, head))
    return next((one for one in found if one is not None), None)
