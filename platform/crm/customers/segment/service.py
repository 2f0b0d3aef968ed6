"""Segments: saved selections that are looked at anew whenever somebody reads them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from crm.records.filtering import Filtering
from crm.records.impersonal import is_personal, names_any
from crm.records.kinds.texts import needed_name
from crm.records.narrowing import as_seen
from crm.records.scope import visible
from crm.records.shape.loading import reshape
from crm.records.types import RecordType, record_type, record_types
from kernel import clock, jobs
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.filters import EVERYTHING, BadFilter, Node, parse, tree
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note
from tenants.workspace.holding import hold

MOST: Final = 60
DEEPEST: Final = 4
COUNTED: Final = 10_000
SNAPSHOT: Final = "segment.snapshot"

_ALL = """
SELECT s.id, s.type, s.name, s.filter, s.parent_id, s.member_id, s.archived_at FROM segment s
WHERE s.tenant_id = $1 ORDER BY s.tenant_id, s.type, s.name, s.id
"""
_PUT = """
INSERT INTO segment (tenant_id, id, type, name, filter, parent_id, member_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_CHANGE = "UPDATE segment SET name = $3, filter = $4 WHERE tenant_id = $1 AND id = $2"
_ARCHIVE = "UPDATE segment SET archived_at = $3 WHERE tenant_id = $1 AND id = $2"


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """`filter` is its own condition, `where` with those of the groups that it lies in.

    `count` is of the records that the reader sees, up to 10,000. `depth` counts from 0.
    """

    id: UUID
    type: str
    name: str
    filter: dict[str, Any]
    where: dict[str, Any]
    parent_id: UUID | None
    member_id: UUID | None
    archived_at: datetime | None
    depth: int = 0
    count: int = 0

    @property
    def kind(self) -> RecordType:
        """The type whose records it selects."""
        return record_type(self.type)

    @property
    def node(self) -> Node:
        """What it selects."""
        return parse(msgspec.json.encode(self.where).decode())


async def segments(uow: UnitOfWork, principal: Principal) -> list[Segment]:
    """Those in use that the principal can understand, groups before what lies in them."""
    known = await _known(uow, principal)
    alive = {s.id: s for s in known.values() if s.archived_at is None}
    ordered: list[Segment] = []

    def descend(parent: UUID | None, depth: int) -> None:
        for one in alive.values():
            above = one.parent_id if one.parent_id in alive else None
            if above == parent:
                ordered.append(msgspec.structs.replace(one, depth=depth))
                descend(one.id, depth + 1)

    descend(None, 0)
    counts = await _counts(uow, principal, ordered)
    return [
        msgspec.structs.replace(one, count=count)
        for one, count in zip(ordered, counts, strict=True)
    ]


async def segment(uow: UnitOfWork, principal: Principal, segment_id: UUID) -> Segment:
    """One of them, archived or not; `NotFound` for every reason not to show it."""
    found = (await _known(uow, principal)).get(segment_id)
    if found is None:
        raise NotFound
    [count] = await _counts(uow, principal, [found])
    return msgspec.structs.replace(found, count=count)


async def found_segment(uow: UnitOfWork, principal: Principal, wishes: dict[str, Any]) -> Segment:
    """A new one, alone or in a larger group; its first snapshot is taken at once."""
    kind = _kind(principal, wishes["type"])
    await hold(uow)
    known = await _known(uow, principal)
    if sum(one.archived_at is None for one in known.values()) >= MOST:
        raise Conflict(_("There are %(most)s segments. Archive one first."), most=MOST)
    parent_id = wishes.get("parent_id")
    _demand_parent(known, kind, parent_id)
    made, me = uuid7(), principal
    name, condition = needed_name(wishes["name"]), _condition(principal, kind, wishes["filter"])
    await uow.execute(
        _PUT,
        me.tenant_id,
        made,
        kind.name,
        name,
        condition,
        parent_id,
        me.member_id,
        clock.now(),
    )
    await reshape(uow, me.tenant_id)
    await note(uow, principal, "segment", made, "created", after={"name": name})
    await jobs.enqueue(uow, SNAPSHOT, {"segment_id": str(made)})
    return await segment(uow, principal, made)


async def change(
    uow: UnitOfWork, principal: Principal, segment_id: UUID, wishes: dict[str, Any]
) -> Segment:
    """Another name or condition; only its maker's and the administrators' to do."""
    await hold(uow)
    before = await _own(uow, principal, segment_id)
    name = needed_name(wishes.get("name", before.name))
    condition = _condition(principal, before.kind, wishes.get("filter", before.filter))
    await uow.execute(_CHANGE, principal.tenant_id, segment_id, name, condition)
    await reshape(uow, principal.tenant_id)
    old, new = {"name": before.name}, {"name": name}
    await note(uow, principal, "segment", segment_id, "updated", before=old, after=new)
    if condition != before.filter:
        await jobs.enqueue(uow, SNAPSHOT, {"segment_id": str(segment_id)})
    return await segment(uow, principal, segment_id)


async def archive(
    uow: UnitOfWork, principal: Principal, segment_id: UUID, *, gone: bool = True
) -> Segment:
    """Out of use, or in use again; what it was stays known."""
    await hold(uow)
    before = await _own(uow, principal, segment_id)
    others = (await _known(uow, principal)).values()
    if gone and any(s.parent_id == segment_id and s.archived_at is None for s in others):
        raise Conflict(_("Smaller segments lie in it. Archive them first."))
    await uow.execute(_ARCHIVE, principal.tenant_id, segment_id, clock.now() if gone else None)
    await reshape(uow, principal.tenant_id)
    done = "deleted" if gone else "restored"
    await note(uow, principal, "segment", segment_id, done, before={"name": before.name})
    return await segment(uow, principal, segment_id)


def condition_sql(one: Segment, principal: Principal, args: Args) -> str:
    """The condition on `a`, a live row of the segment's type, that puts it into the segment."""
    found = Filtering(one.kind, principal, args, "a").sql(one.node)
    return f"a.tenant_id = $1 AND a.deleted_at IS NULL AND {found}"


async def _known(uow: UnitOfWork, principal: Principal) -> dict[UUID, Segment]:
    """All whose type and condition the principal may know."""
    rows = {row["id"]: row for row in await uow.fetch(_ALL, principal.tenant_id)}
    found = {}
    for key, row in rows.items():
        parts, at = [row["filter"]], row["parent_id"]
        while at is not None:
            parts.append(rows[at]["filter"])
            at = rows[at]["parent_id"]
        where = parts[0] if len(parts) == 1 else {"and": parts[::-1]}
        one = Segment(**row, where=where)
        if principal.may(f"{one.type}:see") and _understood(principal, one):
            found[key] = one
    return found


def _understood(principal: Principal, one: Segment) -> bool:
    try:
        condition_sql(one, principal, Args(principal.tenant_id))
    except BadFilter:
        return False
    return True


async def _counts(uow: UnitOfWork, principal: Principal, of: list[Segment]) -> list[int]:
    """How many each has for this reader, in one statement."""
    if not of:
        return []
    args = Args(principal.tenant_id)
    parts: list[str] = []
    for one in of:
        where = condition_sql(one, principal, args)
        scope = visible(principal, args, "a", of=one.kind)
        parts.append(
            f"(SELECT count(*) FROM (SELECT 1 FROM {one.kind.table} a "
            f"WHERE {where} AND {scope} LIMIT {COUNTED}) c) AS s{len(parts)}"
        )
    row = await uow.fetchrow(f"SELECT {', '.join(parts)}", *args.values)
    return list(row.values()) if row else [0] * len(of)


async def _own(uow: UnitOfWork, principal: Principal, segment_id: UUID) -> Segment:
    found = await segment(uow, principal, segment_id)
    if found.member_id != principal.member_id and not principal.may("settings:workspace"):
        raise Forbidden
    return found


def _kind(principal: Principal, name: str) -> RecordType:
    kind = next((k for k in record_types() if k.name == name and k.followed), None)
    if kind is None or not principal.may(f"{name}:see"):
        raise Invalid(fields={"type": _("Choose one of those shown.")})
    return kind


def _demand_parent(known: dict[UUID, Segment], kind: RecordType, parent_id: UUID | None) -> None:
    depth, at = 0, parent_id
    while at is not None:
        above = known.get(at)
        if above is None or above.type != kind.name or above.archived_at is not None:
            raise Invalid(fields={"parent_id": _("There is no such segment.")})
        depth, at = depth + 1, above.parent_id
    if depth >= DEEPEST:
        raise Invalid(
            fields={"parent_id": _("Segments lie in each other %(most)s deep.") % {"most": DEEPEST}}
        )


def _condition(principal: Principal, kind: RecordType, said: dict[str, Any]) -> dict[str, Any]:
    """What was said, if it means the same to everybody and the principal may ask it."""
    node = parse(msgspec.json.encode(said or tree(EVERYTHING)).decode())
    if is_personal(node):
        raise Invalid(fields={"filter": _("A segment is the same for everybody: no “me” in it.")})
    if names_any(node, "segment"):
        raise Invalid(fields={"filter": _("A segment does not ask for segments: lay it in one.")})
    args = Args(principal.tenant_id)
    Filtering(as_seen(kind, principal), principal, args, "a").sql(node)
    return tree(node)
