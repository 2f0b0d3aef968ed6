"""Lints of the tables: walls, keys and what a cluster would refuse."""

from typing import Final

from app.gates.lint import Lint

_OURS = """
WITH ours AS (
    SELECT c.oid, c.relname AS name, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname = ANY($1)
)
"""

WALLS: Final = (
    Lint(
        "walled",
        "every table with a tenant_id is known, and known tables have one",
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition AND (a.attname IS NOT NULL) <> (c.relname = ANY($1))
        UNION SELECT t || ' is missing' FROM unnest($1::text[]) t WHERE to_regclass(t) IS NULL
        """,
    ),
    Lint(
        "forced",
        "row-level security is enabled and forced",
        _OURS + "SELECT name FROM ours WHERE NOT (relrowsecurity AND relforcerowsecurity)",
    ),
    Lint(
        "partitions",
        "a partition is reached through its parent only",
        """
        SELECT c.relname FROM pg_class c, aclexplode(c.relacl) g
        JOIN pg_roles r ON r.oid = g.grantee
        WHERE c.relispartition AND r.rolname IN (
            'guanxi_app', 'guanxi_worker', 'guanxi_auth', 'guanxi_operator')
        """,
        tables=False,
    ),
    Lint(
        "tenant_id",
        "tenant_id is a uuid, is never null and names a workspace, itself or by the record",
        _OURS
        + """
        SELECT name FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid
            AND a.attname = 'tenant_id'
        WHERE NOT a.attnotnull OR a.atttypid <> 'uuid'::regtype OR a.atthasdef
           -- Eighty postings a note would each pay for a check: see search/model.py.
           OR name <> 'search_term' AND NOT EXISTS (
               SELECT 1 FROM pg_constraint f WHERE f.conrelid = ours.oid AND f.contype = 'f'
               AND (f.confrelid = 'public.workspace'::regclass AND f.conkey = ARRAY[a.attnum]
                 OR f.confrelid = 'public.record'::regclass AND a.attnum = ANY(f.conkey)))
        """,
    ),
)

KEYS: Final = (
    Lint(
        "primary_keys",
        "every table of a workspace has a primary key",
        _OURS
        + """
        SELECT name FROM ours WHERE NOT EXISTS (
            SELECT 1 FROM pg_index i WHERE i.indrelid = ours.oid AND i.indisprimary)
        """,
    ),
    Lint(
        "keys_start",
        "every key and every index starts with tenant_id",
        _OURS
        + """
        SELECT i.indexrelid::regclass::text FROM ours JOIN pg_index i ON i.indrelid = ours.oid
        JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attname = 'tenant_id'
        WHERE i.indkey[0] <> a.attnum
        """,
    ),
    Lint(
        "btree",
        "no index has an operator that row-level security keeps from using it",
        _OURS
        + """
        SELECT i.indexrelid::regclass::text FROM ours JOIN pg_index i ON i.indrelid = ours.oid
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
        WHERE m.amname <> 'btree'
        """,
    ),
    Lint(
        "foreign_keys",
        "foreign keys between workspaces' tables have tenant_id on both sides",
        _OURS
        + """
        SELECT f.conname FROM ours JOIN pg_constraint f ON f.conrelid = ours.oid
        JOIN ours target ON target.oid = f.confrelid
        JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attname = 'tenant_id'
        JOIN pg_attribute b ON b.attrelid = target.oid AND b.attname = 'tenant_id'
        WHERE f.contype = 'f' AND (cardinality(f.conkey) < 2
           OR f.conkey[1] <> a.attnum OR f.confkey[1] <> b.attnum)
        """,
    ),
    Lint(
        "outward_keys",
        "a workspace's row names nothing outside but its workspace and a person",
        _OURS
        + """
        SELECT f.conname FROM ours JOIN pg_constraint f ON f.conrelid = ours.oid
        JOIN pg_class target ON target.oid = f.confrelid
        JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND NOT target.relname = ANY($1) AND NOT target.relispartition
          AND NOT (cardinality(f.conkey) = 1 AND (a.attname, target.relname) IN
              (('tenant_id', 'workspace'), ('person_id', 'person')))
        """,
    ),
    Lint(
        "inward_keys",
        "no table of the deployment names a workspace's row",
        _OURS
        + """
        SELECT f.conname FROM pg_constraint f JOIN ours ON ours.oid = f.confrelid
        WHERE f.contype = 'f' AND NOT EXISTS (
            SELECT 1 FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attname = 'tenant_id')
        """,
    ),
    Lint(
        "unvalidated",
        "every constraint was validated",
        "SELECT conname FROM pg_constraint WHERE NOT convalidated",
        tables=False,
    ),
)

CITUS: Final = (
    Lint(
        "set_null",
        "no foreign key sets anything to null or to a default",
        """
        SELECT f.conname FROM pg_constraint f WHERE f.contype = 'f'
          AND f.connamespace = 'public'::regnamespace
          AND (f.confdeltype IN ('n', 'd') OR f.confupdtype IN ('n', 'd'))
        """,
        tables=False,
    ),
    Lint(
        "triggers",
        "no table of ours has a trigger or a rule",
        """
        SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
        UNION SELECT r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        """,
        tables=False,
    ),
    Lint(
        "sequences",
        "nothing counts up across workspaces: no serial, no identity",
        _OURS
        + """
        SELECT name || '.' || a.attname FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = ours.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND (a.attidentity <> ''
           OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%')
        """,
    ),
    Lint(
        "types",
        "no enum or numeric column, whose comparison is not leakproof",
        _OURS
        + """
        SELECT name || '.' || a.attname FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid
        JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attnum > 0 AND NOT a.attisdropped
          AND (t.typtype = 'e' OR t.oid = 'numeric'::regtype)
        """,
    ),
    Lint(
        "invalid_indexes",
        "no index was left half-built",
        "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)",
        tables=False,
    ),
)

TABLE_LINTS: Final = (*WALLS, *KEYS, *CITUS)
