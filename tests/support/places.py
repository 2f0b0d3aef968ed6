"""Which table the ids of an address name; what is neither said nor read here fails the gates."""

from typing import Any

import msgspec
from cast import Actor, Cast
from contract import Operation
from planting import table_of, tables

from crm.records.types import record_types

# The word before an id in a path, or the id's own, where it is not the table's name.
NAMED = {
    "members": "membership",
    "keys": "api_key",
    "api-keys": "api_key",
    "actions": "chat_action",
    "file_id": "attachment",
    "files": "attachment",
    "member_id": "membership",
    "history": "event",
}
# Words in a path that are no row's id, and one that is sound in form.
WORDS = {
    "token": "no-such-token",
    "path": "nowhere",
}


# Ids that are sound only beside others: that they are accepted is shown where the slice is tested.
TOGETHER = {
    ("moveDeal", ("below",)),
    ("loseDeal", ("competitor_id",)),
    ("orderStages", ("stages", "[]")),
}


class Unknown(AssertionError):
    """An address whose ids the gates cannot make."""


def table_named(operation: Operation, place: int = 0) -> str:
    """The table of an operation's first id, or of a later one."""
    name = operation.path_ids[place]
    word = operation.path.split("/{" + name + "}")[0].rpartition("/")[2]
    names = {table.name for table in tables()}
    for kind in record_types():
        if word == kind.plural:
            return kind.table
    for said in (name, word):
        single = said.replace("-", "_").removesuffix("_id").removesuffix("s")
        for candidate in (NAMED.get(said), single, single.removesuffix("ie") + "y"):
            if candidate in names:
                return str(candidate)
    raise Unknown(f"{operation}: say in tests/support/places.py which table {word!r} is")


def is_record(table: str) -> bool:
    return table in {kind.table for kind in record_types()}


def is_open(table: str) -> bool:
    """Whether the whole firm sees what lies there."""
    return any(kind.table == table and kind.seen_by == "all" for kind in record_types())


def is_restoring(operation: Operation, place: int = 0) -> bool:
    """Whether it takes just that thing out of the recycle bin."""
    return operation.path.endswith("{" + operation.path_ids[place] + "}/restoration")


async def own_row(
    cast: Cast, operation: Operation, table: str, actor: Actor, *, binned: bool = False
) -> Any:
    """A row that this operation can be done to, and that belongs to this actor."""
    row: dict[str, Any] = {}
    if is_record(table):
        row["owner_id"] = actor.member_id
        if bool(operation.path_ids) and is_restoring(operation) is not binned:
            row["deleted_at"] = cast.own.moment
    if "member_id" in table_of(table).c:
        row["member_id"] = actor.member_id
    return (await cast.own.plant(table, **row))["id"]


async def inner_row(cast: Cast, operation: Operation, record_id: Any) -> Any:
    """Where an address goes on to a second id: a row of that kind, hung on the first."""
    if len(operation.path_ids) < 2:
        return None
    name, table = operation.path_ids[1], table_named(operation, 1)
    row: dict[str, Any] = {}
    columns = table_of(table).c
    if "record_id" in columns:
        row["record_id"] = record_id
    if "deleted_at" in columns and is_restoring(operation, 1):
        row["deleted_at"] = cast.own.moment
    if table == "event":
        kind = next(k for k in record_types() if k.table == table_named(operation))
        said = {field: "as it was" for field in ("name", "title", "text") if field in kind.fields}
        row |= {"record_type": kind.name, "action": "updated"}
        row |= {side: msgspec.json.encode(said).decode() for side in ("before", "after")}
    made = (await cast.own.plant(table, **row))["id"]
    if operation.method == "DELETE" and "record_id" not in columns:
        for joining in tables():
            if {"record_id", name} <= set(joining.c.keys()) and "id" not in joining.c:
                await cast.own.plant(joining.name, **{"record_id": record_id, name: made})
    return made
