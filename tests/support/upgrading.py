"""Whether a version that still serves can go on after the tables of the next one were made."""

from typing import Any

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type,
    c.is_nullable = 'YES' OR c.column_default IS NOT NULL AS free
FROM information_schema.columns c JOIN pg_class t ON t.oid = c.table_name::regclass
WHERE c.table_schema = 'public' AND NOT t.relispartition
"""
# What can refuse a row: checks, foreign keys, unique indexes (keys among them).
_DEMANDS = """
SELECT c.conrelid::regclass::text AS table_name, pg_get_constraintdef(c.oid) AS demand,
    false AS once,
    array(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)) AS columns
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('c', 'f') AND NOT t.relispartition
UNION ALL
SELECT i.indrelid::regclass::text, regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', ''),
    true,
    array(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey))
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace AND NOT t.relispartition
"""
_RIGHTS = """
SELECT c.relname::text || ': ' || r.rolname || ' may ' || g.privilege_type
FROM pg_class c, aclexplode(c.relacl) g JOIN pg_roles r ON r.oid = g.grantee
WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
"""


async def promised(admin: Any) -> dict[str, Any]:
    """What the program may rely on: columns, what is demanded of rows, rights."""
    columns = {
        (row["table_name"], row["column_name"]): (row["data_type"], row["free"])
        for row in await admin.fetch(_COLUMNS)
    }
    found = await admin.fetch(_DEMANDS)
    demands = {(row["table_name"], row["demand"]): frozenset(row["columns"]) for row in found}
    # Writers say ON CONFLICT by these.
    keys = {(row["table_name"], row["demand"]) for row in found if row["once"]}
    rights = {row[0] for row in await admin.fetch(_RIGHTS)}
    return {"columns": columns, "demands": demands, "keys": keys, "rights": rights}


def broken(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Where a program that knows `before` would be refused by `after`."""
    old, new = before["columns"], after["columns"]
    tables = {table for table, _column in old}
    said = [f"{t}.{c} is gone or of another type" for (t, c), (kind, _free) in old.items()
            if new.get((t, c), ("", True))[0] != kind]  # fmt: skip
    said += [f"{t}.{c} must be said" for (t, c), (_kind, free) in new.items()
             if t in tables and not free and old.get((t, c), ("", True))[1]]  # fmt: skip
    said += [f"{t} demands {demand}" for (t, demand), columns in after["demands"].items()
             if t in tables and (t, demand) not in before["demands"]
             and all((t, column) in old for column in columns)]  # fmt: skip
    said += [f"{table} is not unique by {key}" for table, key in before["keys"] - after["keys"]]
    return sorted([*said, *(f"{right} no more" for right in before["rights"] - after["rights"])])
