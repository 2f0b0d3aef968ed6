"""`segment` in filters: whether a record meets its conditions now, and those of all above it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.comparing import demand_op, several
from crm.records.filtering import Filtering
from crm.records.kinds.choices import filter_id
from crm.records.people import refer
from crm.records.questions import Options, ask
from crm.records.shape import loading
from crm.records.shape.shape import Shape
from crm.records.types import record_type
from kernel.filters import BadFilter, Node, Test, parse
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args

NAME: Final = "segment"
OPS: Final = ("eq", "ne", "in", "not_in")
TYPES: Final = ("company", "contact", "lead", "deal")

loading.keep(
    NAME,
    """SELECT jsonb_build_object('id', s.id, 'type', s.type, 'name', s.name, 'filter', s.filter,
        'parent_id', s.parent_id, 'used', s.archived_at IS NULL) AS data
    FROM segment s WHERE s.tenant_id = $1""",
)

refer(
    NAME,
    "SELECT s.id, s.name, s.archived_at IS NULL AS active FROM segment s WHERE s.tenant_id = $1",
)


class Kept(msgspec.Struct, frozen=True):
    """A segment as filters need it."""

    id: UUID
    type: str
    name: str
    filter: dict[str, Any]
    parent_id: UUID | None
    used: bool


def _read(rows: list[Mapping[str, Any]]) -> dict[UUID, Kept]:
    return {one.id: one for one in (msgspec.convert(row, Kept) for row in rows)}


def _known(principal: Principal) -> dict[UUID, Kept]:
    shape = principal.shape
    return shape.made(NAME, _read) if isinstance(shape, Shape) else {}


def _nodes(known: dict[UUID, Kept], one: Kept) -> list[Node]:
    nodes, at = [], known.get(one.id)
    while at is not None:
        nodes.append(parse(msgspec.json.encode(at.filter).decode()))
        at = known.get(at.parent_id) if at.parent_id else None
    return nodes


def _one(kind: str, segment_id: UUID, principal: Principal, args: Args, alias: str) -> str:
    """Its conditions as this reader may ask them; one that is hidden from them has nobody in it."""
    known = _known(principal)
    found = known.get(segment_id)
    if found is None or found.type != kind:
        return "FALSE"
    compiled = Filtering(record_type(kind), principal, args, alias)
    try:
        return f"({' AND '.join(compiled.sql(node) for node in _nodes(known, found))})"
    except BadFilter:
        return "FALSE"


def _asks(kind: str) -> Any:
    def sql(test: Test, principal: Principal, args: Args, alias: str) -> str:
        demand_op(test, known=test.op in OPS)
        said = [test.value] if test.op in {"eq", "ne"} else several(test)
        parts = [_one(kind, filter_id(one), principal, args, alias) for one in said]
        found = f"({' OR '.join(parts) or 'FALSE'})"
        return f"NOT {found}" if test.op in {"ne", "not_in"} else found

    return sql


def _offers(kind: str) -> Options:
    def options(principal: Principal) -> list[tuple[str, str]]:
        found = (one for one in _known(principal).values() if one.used and one.type == kind)
        return sorted(
            ((str(one.id), one.name) for one in found if _is_understood(one, principal)),
            key=lambda pair: pair[1],
        )

    return options


def _is_understood(one: Kept, principal: Principal) -> bool:
    args = Args(principal.tenant_id)
    return _one(one.type, one.id, principal, args, "a") != "FALSE"


for _type in TYPES:
    ask(_type, NAME, lazy("Segment"), _asks(_type), OPS, _offers(_type))
