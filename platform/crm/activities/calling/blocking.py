"""Who must not be called: who said so, and who took a consent back."""

from typing import Any, Final
from uuid import UUID

import msgspec

from crm.customers.worklist.reading import kind_of, seen
from crm.records.reading import View
from crm.records.types import RecordType
from kernel.i18n import lazy
from kernel.principal import Principal
from kernel.sql import Args
from kernel.transaction import UnitOfWork

SHOWN: Final = 50
WHY: Final = {
    "asked": lazy("Does not want calls"),
    "withdrawn": lazy("Took the consent to calls back"),
}
_WITHDRAWN = """
    (SELECT gc.given FROM consent gc WHERE gc.tenant_id = $1 AND gc.record_id = {alias}.id
    AND gc.purpose = 'phone'
    ORDER BY gc.tenant_id DESC, gc.record_id DESC, gc.said_at DESC, gc.id DESC LIMIT 1) IS FALSE
"""
_BLOCKED = """
SELECT f.record_id, f.title, f.why, count(*) OVER () AS many FROM (
    SELECT e.id, e.record_id, r.title, {why} AS why FROM worklist_entry e
    JOIN record r ON r.tenant_id = $1 AND r.id = e.record_id
    JOIN {table} a ON a.tenant_id = $1 AND a.id = e.record_id AND a.deleted_at IS NULL
    WHERE e.tenant_id = $1 AND e.worklist_id = $2 AND e.state IN ('waiting', 'later')
        AND {scope}) f
WHERE f.why IS NOT NULL ORDER BY f.id LIMIT 50
"""


class Blocked(msgspec.Struct, frozen=True):
    """Somebody on the list who is never offered; `why` is asked or withdrawn."""

    record_id: UUID
    title: str
    why: str


def why_not(kind: RecordType, alias: str) -> str:
    """SQL: why this person must not be called, or NULL; firms are called, their people decide."""
    if kind.name == "company":
        return "NULL::text"
    asked = f"WHEN {alias}.do_not_call THEN 'asked' " if kind.name == "contact" else ""
    return f"(CASE {asked}WHEN {_WITHDRAWN.format(alias=alias)} THEN 'withdrawn' END)"


async def blocked(uow: UnitOfWork, me: Principal, worklist: View) -> tuple[int, list[Blocked]]:
    """How many of those who wait are left out, and the first of them, each with the reason."""
    kind, args = kind_of(worklist), Args(me.tenant_id, worklist["id"])
    scope = seen(me, args, kind)
    text = _BLOCKED.format(why=why_not(kind, "a"), table=kind.table, scope=scope)
    rows: list[Any] = await uow.fetch(text, *args.values)
    found = [Blocked(row["record_id"], row["title"], row["why"]) for row in rows]
    return (rows[0]["many"] if rows else 0), found
