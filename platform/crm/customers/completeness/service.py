"""How much of what a firm wants to know of a customer is known, and what is missing."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from crm.customers.company.model import COMPANY
from crm.records.fields import Field
from crm.records.narrowing import as_kept, as_seen
from crm.records.ports import TimelineSource, on_timeline
from crm.records.reading import View
from crm.records.service import Records
from crm.records.types import RecordType
from kernel import clock
from kernel.errors import Invalid
from kernel.i18n import _, lazy
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.transaction import UnitOfWork
from tenants.audit.notes import note

HappeningKind = Literal["funding", "relocation", "competitor", "policy", "news"]
HAPPENINGS: Final = {
    "funding": lazy("Funding"),
    "relocation": lazy("Relocation"),
    "competitor": lazy("Competitor"),
    "policy": lazy("Policy"),
    "news": lazy("News"),
}
# What has no value that could be missing.
_NEVER: Final = frozenset({"name", "created_at", "updated_at", "last_activity_at", "next_action_at",
                           "reclaim_at", "number", "role", "status", "kind"})  # fmt: skip

_WANTED = """
SELECT q.activity_kind, q.field FROM capture_requirement q WHERE q.tenant_id = $1
ORDER BY q.tenant_id, q.activity_kind, q.field LIMIT 1000
"""
_DONE = """
SELECT DISTINCT a.kind FROM link l JOIN activity a ON a.tenant_id = $1 AND a.id = l.from_id
    AND a.deleted_at IS NULL
WHERE l.tenant_id = $1 AND l.to_id = $2 AND l.kind = 'links'
"""
_PUT = """
INSERT INTO capture_requirement AS q (tenant_id, activity_kind, field)
SELECT $1, $2, f.field FROM unnest($3::text[]) AS f(field)
ON CONFLICT (tenant_id, activity_kind, field) DO UPDATE SET field = excluded.field
RETURNING q.field
"""
_EVENT = """
INSERT INTO account_event (tenant_id, id, record_id, kind, day, note, source, created_by,
                           created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class Requirement(msgspec.Struct, forbid_unknown_fields=True):
    """After an activity of that kind these fields must be known."""

    activity_kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    fields: Annotated[list[str], msgspec.Meta(max_length=60)]


class Completeness(msgspec.Struct):
    """`score` is filled ÷ required in percent; None where nothing is required yet."""

    score: int | None
    filled: list[str]
    missing: list[str]


def askable(kind: RecordType) -> list[Field]:
    """The fields that may be required, the workspace's own among them."""
    return [field for name, field in kind.fields.items() if name not in _NEVER]


async def requirements(uow: UnitOfWork) -> list[Requirement]:
    """All of them, by the kind of activity."""
    found: dict[str, list[str]] = {}
    for row in await uow.fetch(_WANTED, uow.tenant_id):
        found.setdefault(row["activity_kind"], []).append(row["field"])
    return [Requirement(kind, fields) for kind, fields in found.items()]


async def require(uow: UnitOfWork, me: Principal, wish: Requirement, kinds: set[str]) -> None:
    """These fields and no others, for that kind of activity."""
    if wish.activity_kind not in kinds:
        raise Invalid(fields={"activity_kind": _("There is no such kind of activity.")})
    if not set(wish.fields) <= {field.name for field in askable(as_kept(COMPANY, me))}:
        raise Invalid(fields={"fields": _("There is no such field.")})
    await uow.execute(
        "DELETE FROM capture_requirement WHERE tenant_id = $1 AND activity_kind = $2 "
        "AND NOT field = ANY($3)",
        me.tenant_id,
        wish.activity_kind,
        wish.fields,
    )
    await uow.fetch(_PUT, me.tenant_id, wish.activity_kind, wish.fields)
    after = {"activity_kind": wish.activity_kind, "fields": wish.fields}
    await note(uow, me, "capture_requirement", me.tenant_id, "updated", after=after)


async def completeness(uow: UnitOfWork, me: Principal, record: View) -> Completeness:
    """Of a company that the principal has been shown: what its contacts so far should have told."""
    wanted = await requirements(uow)
    if not wanted:
        return Completeness(None, [], [])
    done = {row["kind"] for row in await uow.fetch(_DONE, uow.tenant_id, record["id"])}
    required = {f for w in wanted if w.activity_kind in done for f in w.fields}
    return judged(as_seen(COMPANY, me), record, required)


def judged(kind: RecordType, record: View, required: set[str]) -> Completeness:
    """Filled ÷ required of what is seen, and which are which, in the order of the form."""
    names = [name for name in kind.fields if name in required]
    filled = [name for name in names if record[name] not in (None, "", [], ())]
    missing = [name for name in names if name not in filled]
    score = round(100 * len(filled) / len(names)) if names else None
    return Completeness(score, filled, missing)


class Happening(msgspec.Struct, forbid_unknown_fields=True):
    """Funding, relocation, competitor, policy or news, with its day."""

    kind: HappeningKind
    day: date
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    source: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Happened(Happening):
    """As it was written down."""

    id: UUID = msgspec.field(default_factory=uuid7)
    created_at: datetime = msgspec.field(default_factory=clock.now)


async def happen(records: Records, record_id: UUID, said: Happening) -> Happened:
    """Write down what happened to a customer."""
    await records.changeable(record_id)
    me, text = records.principal, said.note.replace("\x00", "").strip()
    if not text:
        raise Invalid(fields={"note": _("This is needed.")})
    source = said.source.replace("\x00", "").strip()
    made = Happened(said.kind, said.day, text, source)
    values: tuple[Any, ...] = (record_id, said.kind, said.day, text, source)
    now = (me.member_id, made.created_at)
    await records.uow.execute(_EVENT, me.tenant_id, made.id, *values, *now)
    return made


def _on_timeline(_scope: Any) -> str:
    return """
    SELECT h.day::timestamptz AS at, h.id, 'happening' AS kind,
           coalesce(nullif(m.name, ''), p.name, '') AS actor,
           jsonb_build_object('kind', h.kind, 'note', h.note, 'source', h.source) AS data
    FROM account_event h
    LEFT JOIN membership m ON m.tenant_id = $1 AND m.id = h.created_by
    LEFT JOIN person p ON p.id = m.person_id
    WHERE h.tenant_id = $1 AND h.record_id = $2
    """


on_timeline(TimelineSource("happening", _on_timeline))
