"""Two records become one: field by field, and with everything that hangs on them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from crm.records.beside.telling import tell
from crm.records.duplicates.choosing import Choices, FieldChoice, merged_values, preview
from crm.records.duplicates.relinking import Moved, move
from crm.records.ports import RELINKED, plain
from crm.records.rates.worth import in_base
from crm.records.reading import View
from crm.records.service import Records, service_of
from crm.records.types import Row
from crm.records.undo.recording import Recording, recorded, remember_rows
from kernel import clock
from kernel.errors import Forbidden, Invalid
from kernel.i18n import _
from kernel.principal import Principal

KIND = "merge"
# The name under which a merge notes what it changed in the kept record; no table.
VALUES = "merge"
# Two that were taken for one are often told apart months later.
SEPARABLE = timedelta(days=3650)

# In the order of their ids, before the rows themselves: so two merges, and whoever hangs
# something on one of them, wait for each other and never in a circle.
_LOCK = """
SELECT r.id FROM record r WHERE r.tenant_id = $1 AND r.id = ANY($2)
ORDER BY r.tenant_id, r.id FOR UPDATE
"""
_INTO = "UPDATE record SET merged_into = $3 WHERE tenant_id = $1 AND id = $2"
_KEEP = "UPDATE batch SET undoable_until = $3 WHERE tenant_id = $1 AND id = $2"
_PAIR = """
UPDATE duplicate_pair SET state = $4, decided_at = $5, decided_by = $6
WHERE tenant_id = $1 AND a_id = least($2::uuid, $3) AND b_id = greatest($2::uuid, $3)
"""


async def merge_preview(records: Records, kept_id: UUID, other_id: UUID) -> list[FieldChoice]:
    """What a merge would do to the fields."""
    kept, other = await _both(records, kept_id, other_id)
    return preview(records.seen, kept, other)


async def merge(records: Records, kept_id: UUID, other_id: UUID, choices: Choices) -> View:
    """Take the other record up into the kept one; nothing is deleted, and all can be undone."""
    kept, other = await _both(records, kept_id, other_id)
    # What one does not see in full one does not choose: the kept one's stays as it is.
    values = merged_values(records.seen, kept, other, choices)
    values |= await in_base(records.uow, records.principal, records.kind, values)
    await _demand_owner(records, values)
    title = records.kind.title(other)
    uow, me = records.uow, records.principal
    async with recorded(uow, me, KIND, records.kind.name, title) as batch:
        acting = service_of(records.kind.name, uow, batch.principal)
        # First it lets go of its addresses, then the kept one takes them.
        await acting.rewrite("merged", other, {"deleted_at": clock.now()})
        await uow.execute(_INTO, me.tenant_id, other_id, kept_id)
        moved = await move(uow, me.tenant_id, other_id, kept_id, records.kind)
        await _remember(acting, batch, kept, other_id, values, moved)
        if values:
            await acting.rewrite("updated", kept, values)
    await uow.execute(_KEEP, me.tenant_id, batch.id, clock.now() + SEPARABLE)
    await judge(records, kept_id, other_id, "merged")
    stayed = sum(one.stayed for one in moved)
    after = {"merged": [title]} | ({"stayed": stayed} if stayed else {})
    await tell(uow, me, records.kind, kept_id, "merged", after=after)
    await relinked(records, [kept_id])
    return await records.get(kept_id)


async def relinked(records: Records, ids: list[UUID]) -> None:
    """Let those know who derive something from what hangs on a record."""
    for tell_them in RELINKED:
        await tell_them(records.uow, records.principal.tenant_id, ids)


async def judge(records: Records, one: UUID, other: UUID, state: str) -> None:
    """What became of a suspicion, where there was one."""
    me = records.principal
    await records.uow.execute(_PAIR, me.tenant_id, one, other, state, clock.now(), me.member_id)


async def lock(records: Records, ids: list[UUID]) -> None:
    """Nobody changes these records, nor hangs anything on them, until this is done."""
    await records.uow.execute(_LOCK, records.principal.tenant_id, ids)


async def _both(records: Records, kept_id: UUID, other_id: UUID) -> tuple[Row, Row]:
    """Both rows, held; the same `NotFound` for whichever is not the principal's to see."""
    if not records.principal.may(f"{records.kind.name}:edit"):
        raise Forbidden
    if kept_id == other_id:
        raise Invalid(fields={"with": _("A record cannot be merged with itself.")})
    await lock(records, [kept_id, other_id])
    return await records.changeable(kept_id), await records.changeable(other_id)


async def _demand_owner(records: Records, values: dict[str, Any]) -> None:
    if "owner_id" in values:
        values |= await records.given_to(values["owner_id"])


async def _remember(
    acting: Records,
    batch: Recording,
    kept: Row,
    other_id: UUID,
    values: dict[str, Any],
    moved: list[Moved],
) -> None:
    me: Principal = batch.principal
    whose = (acting.kind.name, kept["id"])
    before = [plain({name: kept[name] for name in values})]
    await remember_rows(acting.uow, me, whose, VALUES, before=before, after=[plain(values)])
    for one in moved:
        if one.rows:
            place = one.place
            rows = [{**row, place.column: kept["id"]} for row in one.rows]
            was = [{**row, place.column: other_id} for row in one.rows]
            mine = (acting.kind.name, other_id)
            table = f"{place.table}.{place.column}"
            await remember_rows(acting.uow, me, mine, table, before=was, after=rows)
