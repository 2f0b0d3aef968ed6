"""One record becomes two again, as they were; what was added since stays with the kept one."""

from typing import Any
from uuid import UUID

from crm.records.beside.telling import tell
from crm.records.duplicates.choosing import chosen_fields, without
from crm.records.duplicates.merging import VALUES, judge, lock, relinked
from crm.records.duplicates.relinking import move_back
from crm.records.ports import plain
from crm.records.reading import View, fetch
from crm.records.service import Records, service_of
from crm.records.types import Row
from crm.records.undo.restoring import RESTORED, typed
from crm.records.undo.service import special
from kernel import clock
from kernel.errors import Conflict, Forbidden, NotFound
from kernel.i18n import _
from kernel.principal import Principal
from kernel.transaction import UnitOfWork

_MERGED = "SELECT r.merged_into FROM record r WHERE r.tenant_id = $1 AND r.id = $2"
_BATCH = """
SELECT b.id FROM before_image i JOIN batch b ON b.tenant_id = $1 AND b.id = i.batch_id
WHERE i.tenant_id = $1 AND i.record_id = $2 AND i.action = 'merged' AND b.kind = 'merge'
    AND b.undone_at IS NULL
ORDER BY i.tenant_id, i.id DESC LIMIT 1
"""
_UNDONE = """
UPDATE batch SET undone_at = $3, undone_by = $4 WHERE tenant_id = $1 AND id = $2
"""
_IMAGES = """
SELECT i.id, i.before FROM before_image i
WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.action = 'moved'
ORDER BY i.tenant_id, i.batch_id, i.id DESC
"""
_DONE = "UPDATE before_image SET outcome = $3 WHERE tenant_id = $1 AND batch_id = $2"
_OUT = "UPDATE record SET merged_into = NULL WHERE tenant_id = $1 AND id = $2"
_OF_BATCH = """
SELECT i.record_id, i.record_type FROM before_image i
WHERE i.tenant_id = $1 AND i.batch_id = $2 AND i.action = 'merged' LIMIT 1
"""


async def unmerge(
    records: Records, kept_id: UUID, other_id: UUID, batch_id: UUID | None = None
) -> View:
    """Both as they were before; the record that comes back."""
    uow, me = records.uow, records.principal
    if not me.may(f"{records.kind.name}:edit"):
        raise Forbidden
    await lock(records, [kept_id, other_id])
    kept = await records.changeable(kept_id)
    other = await fetch(uow, me, records.kind, other_id, lock=True, merged=True)
    records.demand_change(other)
    if await uow.fetchval(_MERGED, me.tenant_id, other_id) != kept_id:
        raise NotFound
    batch_id = batch_id or await uow.fetchval(_BATCH, me.tenant_id, other_id)
    if batch_id is None:
        raise Conflict(_("This was too long ago to be undone."))
    images = [row["before"] for row in await uow.fetch(_IMAGES, me.tenant_id, batch_id)]
    values = _earlier(records, kept, images)
    if values:
        await records.rewrite("updated", kept, values)
    await uow.execute(_OUT, me.tenant_id, other_id)
    await records.rewrite("unmerged", other, {"deleted_at": None})
    for image in images:
        if image["table"] != VALUES:
            table, _dot, column = image["table"].partition(".")
            await move_back(
                uow, me.tenant_id, kept_id, other_id, table, column, _whole(me, image["after"])
            )
    await uow.execute(_UNDONE, me.tenant_id, batch_id, clock.now(), me.member_id)
    await uow.execute(_DONE, me.tenant_id, batch_id, RESTORED)
    await judge(records, kept_id, other_id, "open")
    title = records.kind.title(other)
    await tell(uow, me, records.kind, kept_id, "unmerged", before={"merged": [title]})
    await relinked(records, [kept_id, other_id])
    return await records.get(other_id)


@special("merge")
async def undo_merge(uow: UnitOfWork, principal: Principal, batch_id: UUID) -> None:
    """The same, from the list of changes that can be undone."""
    row = await uow.fetchrow(_OF_BATCH, principal.tenant_id, batch_id)
    if row is None:
        raise Conflict(_("This was too long ago to be undone."))
    kept_id = await uow.fetchval(_MERGED, principal.tenant_id, row["record_id"])
    if kept_id is None:
        raise NotFound
    records = service_of(row["record_type"], uow, principal)
    if not principal.may(f"{records.kind.name}:delete"):
        raise Forbidden
    await unmerge(records, kept_id, row["record_id"], batch_id)


def _earlier(records: Records, kept: Row, images: list[dict[str, Any]]) -> dict[str, Any]:
    """The values before the merge, but of fields that somebody changed since."""
    [image] = [one for one in images if one["table"] == VALUES]
    [before], [after] = image["before"], image["after"]
    fields, now = chosen_fields(records.kind), plain({name: kept[name] for name in after})
    values: dict[str, Any] = {}
    for name, was in before.items():
        if name in fields and fields[name].kind == "identities":
            values[name] = (
                was
                if now[name] == after[name]
                else without(fields[name], now[name], after[name], was)
            )
        elif now[name] == after[name]:
            values[name] = was
    return {n: v for n, v in typed(records.kind, values).items() if v != kept[n]}


def _whole(me: Principal, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "tenant_id": str(me.tenant_id)} for row in rows]
