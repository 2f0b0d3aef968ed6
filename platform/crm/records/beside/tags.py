"""Tags: the firm's own words, put on records of any type."""

from uuid import UUID

import msgspec

from crm.records.beside.telling import tell
from crm.records.service import Records
from crm.records.undo.recording import remember_rows
from kernel.errors import Conflict, Invalid, NotFound
from kernel.i18n import _
from kernel.ids import uuid7
from kernel.principal import Principal
from kernel.texts import bare
from kernel.transaction import UnitOfWork
from tenants.workspace.holding import hold

COLORS = ("grey", "blue", "teal", "green", "amber", "red")
MAX_TAGS = 500
MAX_NAME = 40

_LIST = """
SELECT t.id, t.name, t.color FROM tag t WHERE t.tenant_id = $1
ORDER BY t.tenant_id, t.name LIMIT 500
"""
_INSERT = """
INSERT INTO tag (tenant_id, id, name, color) SELECT $1, $2, $3, $4
WHERE (SELECT count(*) FROM tag c WHERE c.tenant_id = $1) < $5
ON CONFLICT (tenant_id, name) DO NOTHING RETURNING id
"""
_BY_NAME = """
SELECT t.id, t.name, t.color FROM tag t WHERE t.tenant_id = $1 AND lower(t.name) = lower($2)
ORDER BY t.tenant_id, t.name LIMIT 1
"""
_BY_ID = "SELECT t.id, t.name, t.color FROM tag t WHERE t.tenant_id = $1 AND t.id = $2"
_PUT = """
INSERT INTO tagging (tenant_id, record_id, tag_id) VALUES ($1, $2, $3)
ON CONFLICT (tenant_id, record_id, tag_id) DO NOTHING RETURNING tag_id
"""
_TAKE = """
DELETE FROM tagging WHERE tenant_id = $1 AND record_id = $2 AND tag_id = $3
RETURNING tag_id
"""


class Tagged(msgspec.Struct, frozen=True):
    """A tag."""

    id: UUID
    name: str
    color: str


class TagExists(Conflict):
    """The firm has that word already."""

    def default(self) -> str:
        return _("There is a tag of that name already.")


async def all_tags(uow: UnitOfWork, principal: Principal) -> list[Tagged]:
    """The firm's tags by name."""
    return [Tagged(**row) for row in await uow.fetch(_LIST, principal.tenant_id)]


async def make_tag(uow: UnitOfWork, principal: Principal, name: str, color: str = "grey") -> Tagged:
    """A new tag; `TagExists` for one that is there."""
    clean = _clean(name)
    if color not in COLORS:
        raise Invalid(
            fields={"color": _("Choose one of: %(choices)s.") % {"choices": ", ".join(COLORS)}}
        )
    await hold(uow)  # or two would make it at once, in capitals and without
    if await uow.fetchrow(_BY_NAME, principal.tenant_id, clean):
        raise TagExists
    tag = Tagged(uuid7(), clean, color)
    made = await uow.fetchval(_INSERT, principal.tenant_id, tag.id, clean, color, MAX_TAGS)
    if made is None:
        raise Conflict(_("A workspace has at most %(most)s tags. Delete one first."), most=MAX_TAGS)
    return tag


async def tag_called(uow: UnitOfWork, principal: Principal, name: str) -> Tagged:
    """The tag of that name, made if it is not there."""
    clean = _clean(name)
    row = await uow.fetchrow(_BY_NAME, principal.tenant_id, clean)
    if row is None:
        await hold(uow)
        row = await uow.fetchrow(_BY_NAME, principal.tenant_id, clean)
    return Tagged(**row) if row else await make_tag(uow, principal, clean)


async def tag_by_id(uow: UnitOfWork, principal: Principal, tag_id: UUID) -> Tagged:
    """A tag of this workspace; `NotFound` for any other."""
    row = await uow.fetchrow(_BY_ID, principal.tenant_id, tag_id)
    if row is None:
        raise NotFound
    return Tagged(**row)


async def drop_tag(uow: UnitOfWork, principal: Principal, tag_id: UUID) -> None:
    """Take the tag off every record and forget it."""
    gone = await uow.execute(
        "DELETE FROM tag WHERE tenant_id = $1 AND id = $2", principal.tenant_id, tag_id
    )
    if not gone:
        raise NotFound


async def put_tag(records: Records, record_id: UUID, tag: Tagged) -> None:
    """Tag a record; again is harmless."""
    await _move(records, record_id, tag, _PUT, "tagged")


async def take_tag(records: Records, record_id: UUID, tag: Tagged) -> None:
    """Take the tag off; again is harmless."""
    await _move(records, record_id, tag, _TAKE, "untagged")


async def _move(records: Records, record_id: UUID, tag: Tagged, sql: str, action: str) -> None:
    await records.changeable(record_id)
    me = records.principal
    moved = await records.uow.fetchval(sql, me.tenant_id, record_id, tag.id)
    if moved is None:
        return
    put, names = action == "tagged", {"tags": [tag.name]}
    rows = [{"record_id": record_id, "tag_id": tag.id}]
    await remember_rows(
        records.uow,
        me,
        (records.kind.name, record_id),
        "tagging",
        before=None if put else rows,
        after=rows if put else None,
    )
    await tell(
        records.uow,
        me,
        records.kind,
        record_id,
        action,
        before=None if put else names,
        after=names if put else None,
    )


def _clean(name: str) -> str:
    text = " ".join(bare(name).split())
    if not text or len(text) > MAX_NAME or not text.isprintable():
        raise Invalid(
            fields={"name": _("A tag has 1 to %(most)s characters.") % {"most": MAX_NAME}}
        )
    return text
