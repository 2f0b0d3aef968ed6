"""Filters that hold an id, for every field of a list that can hold one."""

from itertools import product

import msgspec
from contract import Operation
from places import is_record
from planting import tables

from crm.records.types import record_type, record_types


def record_tables() -> list[str]:
    return [table.name for table in tables() if is_record(table.name)]


def filters(operation: Operation):
    """A filter for each field of the list that holds an id, and the tables it may be of."""
    kind = next((kind for kind in record_types() if kind.plural == operation.collection), None)
    assert kind is not None, f"{operation}: whose fields does its filter know?"
    known = {name: ["membership"] for name, f in kind.fields.items() if f.kind == "member"}
    for name, relation in kind.relations.items():
        to = relation.target
        known[name] = [record_type(to).table] if to else record_tables()
    for name, op in product(known, ("eq", "has", "in", "is")):
        yield (
            lambda record_id, name=name, op=op: {
                "filter": msgspec.json.encode(
                    {
                        "field": name,
                        "op": op,
                        "value": [str(record_id)] if op == "in" else str(record_id),
                    }
                ).decode()
            },
            known[name],
        )
