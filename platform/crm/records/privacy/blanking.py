"""What is left of a person who was made anonymous: rows that count, and that say nothing."""

from collections.abc import Iterator
from typing import Any, Final

from crm.records.privacy.needles import ERASED
from crm.records.privacy.walk import Person, hanging, remove
from crm.records.types import RecordType, record_types
from kernel.transaction import UnitOfWork

# What hangs on a record and counts for figures, and its words that go; all else of it goes whole.
STAYS: Final[dict[str, tuple[str, ...]]] = {
    "consent": ("wording", "proof"),
    "custom_value": (),
    "lead_offer": (),
    "link": (),
    "ownership_span": ("reason", "end_reason"),
    "pool_entry": ("reason",),
    "segment_membership": (),
    "tagging": (),
}
# Values that tell one person from others only beside those that go. A day may be a birthday.
_COUNTED: Final = frozenset(
    {"choice", "member", "members", "moment", "money", "multi_choice", "number", "reference",
     "yes_no"}
)  # fmt: skip
_PLACED: Final = frozenset({"latitude", "longitude"})

_TITLES = "UPDATE record t SET title = $3 WHERE t.tenant_id = $1 AND t.id = ANY($2)"
_VALUES = """
DELETE FROM custom_value t WHERE t.tenant_id = $1 AND t.record_id = ANY($2) AND EXISTS (
    SELECT 1 FROM custom_field f WHERE f.tenant_id = $1 AND f.id = t.field_id
        AND NOT f.value_kind = ANY($3))
"""


def stays(table: str) -> bool:
    """Whether rows of a table that refer to the person are kept, without their words."""
    return table in STAYS or table in {kind.table for kind in record_types()}


async def blank(uow: UnitOfWork, person: Person) -> dict[str, int]:
    """Empty the rows that stay, and take the others away; how many stay by table."""
    for trace in (one for one in hanging() if not stays(one.table)):
        await remove(uow, person, trace)
    found = {"record": await uow.execute(_TITLES, uow.tenant_id, person.gone, ERASED)}
    found["custom_value"] = await uow.execute(_VALUES, uow.tenant_id, person.gone, sorted(_COUNTED))
    for kind in record_types():
        sets = ", ".join((*_emptied(kind), "version = version + 1"))
        found[kind.table] = await uow.execute(
            f"UPDATE {kind.table} t SET {sets} WHERE t.tenant_id = $1 AND t.id = ANY($2)",
            uow.tenant_id,
            person.gone,
        )
    for trace in (one for one in hanging() if STAYS.get(one.table)):
        sets = ", ".join(f"{name} = ''" for name in STAYS[trace.table])
        statement = f"UPDATE {trace.table} t SET {sets} WHERE {trace.condition}"
        found[trace.table] = await uow.execute(statement, uow.tenant_id, person.gone)
    return found


def _emptied(kind: RecordType) -> Iterator[str]:
    for name, field in kind.fields.items():
        if field.kind not in _COUNTED or name in _PLACED:
            yield f'"{name}" = {_nothing(kind.model.__table__.c[name])}'


def _nothing(column: Any) -> str:
    if column.nullable:
        return "NULL"
    default: Any = column.server_default
    return f"'{default.arg}'" if default is not None else f"'{ERASED}'"
