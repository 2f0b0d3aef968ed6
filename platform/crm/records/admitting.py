"""What the workspace's plan says to a record that is written, new, or comes back."""

from typing import Final

from crm.records.ports import Change
from kernel.batch import WriteBatch
from kernel.principal import Principal

# What every plan keeps; the other types are a feature.
BASIC: Final = frozenset({"company", "contact", "activity", "task", "lead", "deal"})
LIMITED: Final = {"contact": "contacts"}


def admit(batch: WriteBatch, change: Change) -> None:
    """Raise `NotInPlan`, or let the write take its place: no question of its own."""
    me, name = change.principal, change.kind.name
    if change.before is None:
        admit_new(batch, me, name, 1)
        return
    me.entitled.demand_open("write")
    if change.before["deleted_at"] is not None and change.row["deleted_at"] is None:
        _take(batch, me, name, 1)


def admit_new(batch: WriteBatch, me: Principal, name: str, many: int) -> None:
    """The same for so many new ones of a type."""
    me.entitled.demand_open("write")
    if name not in BASIC:
        me.entitled.demand_feature("record_types")
    _take(batch, me, name, many)


def _take(batch: WriteBatch, me: Principal, name: str, many: int) -> None:
    if name in LIMITED and me.entitled.cap(LIMITED[name]) is not None:
        # In a conversation the answer is made before the commit.
        batch.take(me.entitled, LIMITED[name], many, at_once=me.via == "bot")
