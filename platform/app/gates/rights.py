"""What the metadata says of policies and grants, against what the database has."""

import re
from collections.abc import Iterator
from typing import Any, Final

from app.overlooking import OVERLOOKED, policy_of
from app.registry import DEPLOYMENT_TABLES, workspace_tables
from kernel import rls
from kernel.model import Base

# Pre-tenant reading by `auth_lookup` alone: the table, and the one policy that permits it.
LOOKUP_POLICIES: Final = {table: f"{table}_lookup" for table in ("membership", "role", "api_key")}
# Tables of tools, not of the product.
NOT_MODELS: Final = frozenset({"alembic_version"})

_POLICIES: Final = """
SELECT c.relname, p.polname, p.polpermissive, p.polcmd::text AS command,
       p.polroles::regrole[]::text[] AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using,
       pg_get_expr(p.polwithcheck, p.polrelid) AS checks
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
"""
_RIGHTS: Final = """
SELECT c.relname, g.privilege_type AS right, '' AS column
FROM pg_class c, aclexplode(c.relacl) g
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
  AND g.grantee = 'guanxi_app'::regrole
UNION ALL
SELECT c.relname, g.privilege_type, a.attname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = 'guanxi_app'::regrole
"""
_TABLES: Final = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""


def bare(expression: str | None) -> str:
    """An expression without what PostgreSQL adds when it prints one."""
    return re.sub(r"::text|[()\s]", "", expression or "")


async def wrong_policies(connection: Any) -> list[str]:
    """Tables whose one policy is not ours, and policies that nobody named."""
    rows = await connection.fetch(_POLICIES)
    wrong: list[str] = []
    for table in workspace_tables():
        mine = [row for row in rows if row["relname"] == table]
        read = {LOOKUP_POLICIES.get(table): rls.AUTH, _overlooked(table): rls.OPERATOR}
        own = [row for row in mine if row["polname"] not in read]
        if len(own) != 1 or not _is_the_wall(own[0]):
            wrong.append(f"{table}: {', '.join(row['polname'] for row in own) or 'no policy'}")
        wrong += [
            f"{table}: {row['polname']}"
            for row in mine
            if row["polname"] in read and not _is_a_lookup(row, read[row["polname"]])
        ]
    known = {*workspace_tables()}
    return wrong + [
        f"{row['relname']}: {row['polname']}" for row in rows if row["relname"] not in known
    ]


def _is_the_wall(policy: Any) -> bool:
    expected = bare(rls.POLICY)
    text = f"{policy['using']} {policy['checks']}"
    return bool(
        policy["polpermissive"]
        and policy["command"] == "*"
        and policy["roles"] == ["-"]
        and bare(policy["using"]) == expected
        and bare(policy["checks"]) == expected
        and "select" not in text.lower()
    )


def _is_a_lookup(policy: Any, reader: str) -> bool:
    return bool(policy["command"] == "r") and policy["roles"] == [reader]


def _overlooked(table: str) -> str | None:
    return policy_of(table) if table in OVERLOOKED else None


async def wrong_overlooking(connection: Any) -> list[str]:
    """Workspaces' tables of which the operator's role reads other columns than were named."""
    actual = {table: set[str]() for table in workspace_tables()}
    for row in await connection.fetch(_RIGHTS.replace(rls.APP, rls.OPERATOR)):
        if row["relname"] in actual:
            actual[row["relname"]].add(f"{row['right']} {row['column']}".strip())
    return [
        f"{table}: {', '.join(sorted(rights ^ named))}"
        for table, rights in actual.items()
        if rights
        != (named := set(_rights(f"SELECT ({OVERLOOKED[table]})" if table in OVERLOOKED else "")))
    ]


async def wrong_rights(connection: Any) -> list[str]:
    """Tables on which the app role has other rights than its declaration gives it."""
    actual: dict[str, set[str]] = {}
    for row in await connection.fetch(_RIGHTS):
        right = f"{row['right']} {row['column']}".strip()
        actual.setdefault(row["relname"], set()).add(right)
    declared = {name: set(_rights(words)) for name, words in declared_rights()}
    return [
        f"{table}: {', '.join(sorted(actual.get(table, set()) ^ rights))}"
        for table, rights in declared.items()
        if actual.get(table, set()) != rights
    ] + [f"{table}: not declared" for table in actual if table not in declared]


def declared_rights() -> Iterator[tuple[str, str]]:
    """Each table and the rights of the app role on it."""
    for name in workspace_tables():
        yield name, Base.metadata.tables[name].info.get("grants", rls.ALL)
    for name, (words, _reason) in DEPLOYMENT_TABLES.items():
        yield name, words


def _rights(words: str) -> Iterator[str]:
    """`SELECT (a, b), INSERT` as `SELECT a`, `SELECT b`, `INSERT`."""
    for right, columns in re.findall(r"(\w+)\s*(?:\(([^)]*)\))?\s*(?:,|$)", words):
        if columns:
            yield from (f"{right} {column.strip()}" for column in columns.split(","))
        else:
            yield right


async def wrong_tables(connection: Any) -> list[str]:
    """Tables that no model describes, models without a table, and lists that disagree."""
    models = {table.name for table in Base.metadata.sorted_tables}
    of_workspaces = {*workspace_tables()}
    actual = {row["relname"] for row in await connection.fetch(_TABLES)} - NOT_MODELS
    listed = {*DEPLOYMENT_TABLES}
    return [
        *(f"{name}: no table" for name in sorted(models - actual)),
        *(f"{name}: no model" for name in sorted(actual - models)),
        *(
            f"{name}: no tenant_id and no reason why"
            for name in sorted(models - of_workspaces - listed)
        ),
        *(
            f"{name}: listed, but not a table of the deployment"
            for name in sorted(listed - models | listed & of_workspaces)
        ),
    ]
