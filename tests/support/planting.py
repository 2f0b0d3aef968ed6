"""Rows put straight into the database, whatever its tables, and what a workspace's rows sum to.

Everything is read from the metadata: a table that nobody here knows is planted too, or fails.
"""

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import CheckConstraint, Column, Table

from app.registry import workspace_tables
from crm.records.types import record_types
from kernel.ids import uuid7
from kernel.model import Base

YESTERDAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
TOMORROW = YESTERDAY + timedelta(days=2)


@cache
def tables() -> list[Table]:
    """The workspaces' tables, parents first."""
    names = set(workspace_tables())
    return [table for table in Base.metadata.sorted_tables if table.name in names]


def table_of(name: str) -> Table:
    return Base.metadata.tables[name]


class Planter:
    """Puts rows into one workspace; with a `token`, that stands in every free text."""

    def __init__(self, admin: Any, tenant_id: UUID | str, token: str = "") -> None:
        self.admin = admin
        self.tenant_id = UUID(str(tenant_id))
        self.token = token
        self.made: dict[str, list[UUID]] = {}
        self.moment = YESTERDAY

    async def plant(self, name: str, **values: Any) -> dict[str, Any]:
        """One row, with everything that it needs; the values that it has."""
        table = table_of(name)
        row: dict[str, Any] = {"tenant_id": self.tenant_id} if "tenant_id" in table.c else {}
        row |= values
        if "id" in table.c:
            row.setdefault("id", uuid7())
        for column, parent in _parents(table):
            if column == "id":
                shared = {key: row[key] for key in ("owner_id", "team_id") if row.get(key)}
                await self.plant(parent, id=row["id"], **_anchored(name), **shared)
            elif column not in row:
                row[column] = await self.some(parent)
        for column in table.columns:
            if column.name not in row and (value := self._value(table, column)) is not None:
                row[column.name] = value
        await self._insert(table, row)
        self.made.setdefault(name, []).append(row.get("id", self.tenant_id))
        return row

    async def some(self, name: str) -> UUID:
        """A row of that table in this workspace, planted if there is none."""
        if name == "person":
            made: UUID = (await self.plant("person"))["id"]
            return made
        known = await self.admin.fetchval(
            f"SELECT id FROM {name} WHERE tenant_id = $1 ORDER BY id LIMIT 1", self.tenant_id
        )
        return known or (await self.plant(name))["id"]

    async def everything(self) -> dict[str, list[UUID]]:
        """At least one row in every table; the ids by table."""
        for table in tables():
            count = await self.admin.fetchval(
                f"SELECT count(*) FROM {table.name} WHERE tenant_id = $1", self.tenant_id
            )
            if table.name not in self.made and (not count or "id" in table.c):
                await self.plant(table.name)
        return self.made

    async def _insert(self, table: Table, row: dict[str, Any]) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(
            f"${n}{'::text::vector' if _type(table.c[name]) == 'Vector' else ''}"
            for n, name in enumerate(row, 1)
        )
        await self.admin.execute(
            f"INSERT INTO {table.name} ({names}) VALUES ({places})", *row.values()
        )

    def _value(self, table: Table, column: Column[Any]) -> Any:
        limited = _is_limited(table, column.name)
        match _type(column):
            case "Text" if limited:
                return _WORDS.get(column.name) if _must(column) else None
            case "Text" if self.token or _must(column):
                return self._phrase(table, column)
            case "JSONB" if _is_list(column) or not (self.token or _must(column)):
                return "[]" if _must(column) else None
            case "JSONB" if _is_money(column):
                return '{"amount_minor": 1200, "currency": "EUR"}'
            case "JSONB" if column.name == "filter":
                said = {"field": "name", "op": "ne", "value": self._phrase(table, column)}
                return msgspec.json.encode(said).decode()
            case "JSONB":
                return msgspec.json.encode({"text": self._phrase(table, column)}).decode()
        return self._needed(column) if _must(column) else None

    def _phrase(self, table: Table, column: Column[Any]) -> str:
        return f"{self.token} {table.name} {column.name} {secrets.token_hex(4)}".strip()

    def _needed(self, column: Column[Any]) -> Any:
        match _type(column):
            case "Uuid":
                return uuid7()
            case "DateTime":
                when = TOMORROW if column.name.startswith(("expires", "ends")) else YESTERDAY
                return when if column.type.timezone else when.replace(tzinfo=None)
            case "Date":
                return YESTERDAY.date()
            case "BigInteger" | "SmallInteger":
                return secrets.randbelow(_MOST.get(column.name, 30_000)) + 1
            case "LargeBinary":
                return secrets.token_bytes(32)
            case "ARRAY":
                return []
            case "Boolean":
                return True
            case "Vector":
                return f"[{','.join('0.1' for _ in range(column.type.dims))}]"
        msg = f"nobody knows what to plant in {column}: say it in tests/support/planting.py"
        raise AssertionError(msg)


def _parents(table: Table) -> list[tuple[str, str]]:
    """The columns that name other rows and must not be null, and the tables of those."""
    found = []
    for key in table.foreign_key_constraints:
        column = key.elements[-1].parent
        parent = key.elements[-1].column.table.name
        if column.name != "tenant_id" and not column.nullable:
            found.append((column.name, parent))
    return found


def _anchored(name: str) -> dict[str, str]:
    return {"type": name} if name in {kind.name for kind in record_types()} else {"type": "company"}


def _must(column: Column[Any]) -> bool:
    return not column.nullable and column.server_default is None


def _type(column: Column[Any]) -> str:
    return type(column.type).__name__


def _is_list(column: Column[Any]) -> bool:
    field = column.info.get("field")
    default = getattr(column.server_default, "arg", "")
    return (field is not None and field.kind == "identities") or str(default) == "[]"


def _is_money(column: Column[Any]) -> bool:
    field = column.info.get("field")
    return field is not None and field.kind == "money"


def _is_limited(table: Table, column: str) -> bool:
    """Whether only some words may stand there, or it names something else."""
    field = table.c[column].info.get("field")
    if field is not None and field.kind == "choice":
        return True
    checks = [c for c in table.constraints if isinstance(c, CheckConstraint)]
    return any(column in str(check.sqltext) for check in checks) or column in _WORDS


# Numbers that have a ceiling, or of which no two may be alike.
_MOST = {"probability": 100, "percent": 100, "points": 100, "rank": 2**50} | {
    "retry_hours": 8760,
    "max_attempts": 50,
    "pushes_a_week": 20,
}

# Texts that the product reads as words of its own.
_WORDS = {
    "type": "company",
    "record_type": "company",
    "kind": "links",
    "value_kind": "text",
    "role": "rep",
    "direction": "in",
    "language": "en",
    "time_zone": "UTC",
    "status": "active",
    "color": "grey",
    "channel": "web",
    "source": "api",
    "currency": "EUR",
    "phase": "paid",
    "rate": "1.5",
    "outcome": "beaten",
    "part": "decides",
    "scope": "company",
    "metric": "visits",
    "period": "2026",
    "activity_kind": "visit",
    "purpose": "email",
    "means": "form",
    "deed": "bin",
    "since": "updated_at",
    "cause": "won",
    "heard": "objection",
    "way": "opened",
    "interval": "year",
    "provider": "manual",
}


async def sum_of(admin: Any, tenant_id: UUID | str) -> str:
    """One sum over every row of a workspace, in every table."""
    return repr(await sums_of(admin, tenant_id))


async def sums_of(admin: Any, tenant_id: UUID | str) -> dict[str, str]:
    """The same for each table, for saying which one changed: one question for all of them."""
    rows = await admin.fetch(_all_sums(), UUID(str(tenant_id)))
    return {row["name"]: row["sum"] for row in rows}


# Told once a minute how many calls there were, the refused ones among them.
BY_THE_CLOCK = {"meter"}


@cache
def _all_sums() -> str:
    parts = [
        f"SELECT '{table.name}' AS name, count(*) || ' ' "
        f"|| coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum "
        f"FROM {table.name} t WHERE t.tenant_id = $1"
        for table in tables()
        if table.name not in BY_THE_CLOCK
    ]
    return " UNION ALL ".join(parts) + " ORDER BY name"
