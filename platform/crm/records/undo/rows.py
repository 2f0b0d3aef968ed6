"""Rows that hung on a record go back to where they hung."""

from functools import cache
from typing import Any

from kernel.model import Base, insert_rows
from kernel.transaction import UnitOfWork

# Tables whose rows may be moved from record to record.
JOINING = frozenset({"link", "tagging", "share", "team_share", "attachment", "identity"})


async def put_back(uow: UnitOfWork, moved: dict[str, Any]) -> None:
    """Take away what was put there, and put back what was taken, unless it is there again."""
    table = moved["table"]
    take, put = _statements(table)
    if moved["after"]:
        await uow.execute(take, uow.tenant_id, moved["after"])
    if moved["before"]:
        await uow.execute(put, uow.tenant_id, _of(uow, moved["before"]))


def _of(uow: UnitOfWork, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    tenant = str(uow.tenant_id)
    return [{**row, "tenant_id": tenant} for row in rows]


@cache
def _statements(table: str) -> tuple[str, str]:
    if table not in JOINING:
        raise KeyError(table)
    key = [c.name for c in Base.metadata.tables[table].primary_key if c.name != "tenant_id"]
    same = " AND ".join(f"t.{name} = o.{name}" for name in key)
    take = (
        f"DELETE FROM {table} t USING jsonb_populate_recordset(NULL::public.{table}, $2::jsonb) o "
        f"WHERE t.tenant_id = $1 AND {same}"
    )
    return take, insert_rows(table, "$1", "$2", "ON CONFLICT DO NOTHING")
