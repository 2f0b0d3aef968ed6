"""The values of custom fields: read beside the record, written in the record's one statement."""

from collections.abc import Mapping
from typing import Any

import msgspec

from crm.records.fields import Field
from crm.records.kinds import kind_of
from crm.records.types import RecordType, Row
from kernel.batch import WriteBatch

_SIDES = ("text_value", "number_value", "moment_value", "day_value", "member_id", "linked_id")

_KEPT = """
INSERT INTO custom_value (tenant_id, record_id, field_id, place, value, text_value, number_value,
    moment_value, day_value, member_id, linked_id)
SELECT :tenant_id, :record_id, u.field_id, u.place, u.value::jsonb, u.text_value, u.number_value,
    u.moment_value, u.day_value, u.member_id, u.linked_id
FROM unnest(:field_id::uuid[], :place::bigint[], :value::text[], :text_value::text[],
    :number_value::bigint[], :moment_value::timestamptz[], :day_value::date[],
    :member_id::uuid[], :linked_id::uuid[])
    AS u(field_id, place, value, text_value, number_value, moment_value, day_value, member_id,
    linked_id)
ON CONFLICT (tenant_id, record_id, field_id, place) DO UPDATE SET value = excluded.value,
    text_value = excluded.text_value, number_value = excluded.number_value,
    moment_value = excluded.moment_value, day_value = excluded.day_value,
    member_id = excluded.member_id, linked_id = excluded.linked_id
"""
_GONE = """
DELETE FROM custom_value WHERE tenant_id = :tenant_id AND record_id = :record_id AND EXISTS (
    SELECT 1 FROM unnest(:fields::uuid[], :counts::bigint[]) AS u(field_id, count)
    WHERE u.field_id = custom_value.field_id AND custom_value.place >= u.count)
"""


def custom_column(kind: RecordType, alias: str, tenant: str) -> str:
    """The column of a SELECT that brings the values along as JSON."""
    if not kind.custom:
        return "NULL AS _custom"
    title, join = "NULL", ""
    if any(field.kind == "record" for field in kind.custom):
        title = "ct.title"
        join = (
            f"LEFT JOIN record ct ON ct.tenant_id = {tenant} AND ct.id = cs.linked_id "
            "AND ct.deleted_at IS NULL "
        )
    return (
        f"(SELECT jsonb_agg(jsonb_build_array(cs.field_id, cs.value, {title})) "
        f"FROM custom_value cs {join}WHERE cs.tenant_id = {tenant} "
        f"AND cs.record_id = {alias}.id AND cs.place = 0) AS _custom"
    )


def unfolded(kind: RecordType, row: Row) -> Row:
    """The row with the values of custom fields beside its columns, by their names."""
    fields = kind.custom
    if not fields:
        return row
    held = {entry[0]: entry for entry in row["_custom"] or ()}
    values: dict[str, Any] = {}
    titles: dict[str, str] = {}
    for field in fields:
        _id, value, title = held.get(str(field.custom), (None, None, None))
        if field.kind == "record" and title is None:
            value = None
        values[field.name] = empty_of(field) if value is None else from_json(field, value)
        if title is not None:
            titles[value] = title
    return {**row, **values, "_titles": titles}


def nested(kind: RecordType, row: Row) -> dict[str, Any]:
    """The values by their keys, as the outside has them."""
    return {field.key: row.get(field.name) for field in kind.custom}


def from_json(field: Field, value: Any) -> Any:
    """A value as JSON has it, as the engine works with it; raises `msgspec.ValidationError`."""
    return plain_values(msgspec.convert(value, kind_of(field).json))


def plain_values(value: Any) -> Any:
    """Structs as dictionaries, inside of lists too."""
    if isinstance(value, list):
        return [plain_values(one) for one in value]
    return msgspec.structs.asdict(value) if isinstance(value, msgspec.Struct) else value


def empty_of(field: Field) -> Any:
    """What stands for nothing."""
    empty = kind_of(field).empty
    return None if empty is None else list(empty)


def custom_parts(
    batch: WriteBatch, kind: RecordType, row: Row, changed: frozenset[str], *, fresh: bool
) -> None:
    """What changed of them, as parts of the record's write."""
    fields = [field for field in kind.custom if field.name in changed]
    ids = {"tenant_id": row["tenant_id"], "record_id": row["id"]}
    rows = [entry for field in fields for entry in _rows(field, row)]
    if fields and not fresh:
        counts = [sum(1 for entry in rows if entry["field_id"] == f.custom) for f in fields]
        batch.add(_GONE, **ids, fields=[field.custom for field in fields], counts=counts)
    if rows:
        names = ("field_id", "place", "value", *_SIDES)
        batch.add(_KEPT, **ids, **{name: [entry.get(name) for entry in rows] for name in names})


def side_rows(kind: RecordType, row: Row) -> list[dict[str, Any]]:
    """The same as whole rows, for many records in one statement."""
    rows = [entry for field in kind.custom for entry in _rows(field, row)]
    return [{**entry, "value": msgspec.Raw((entry["value"] or "null").encode())} for entry in rows]


def _rows(field: Field, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    value, kind = row.get(field.name), kind_of(field)
    if value in (None, "", []):
        return []
    compared = row.get(kind.column(field))
    keys = [None] if compared is None else kind.keys(compared)
    side = kind.side if kind.side in _SIDES else "text_value"
    text = msgspec.json.encode(value).decode()
    return [
        {"field_id": field.custom, "place": place, "value": None if place else text, side: key}
        for place, key in enumerate(keys)
    ]
