"""All lints of a database: what the tests hold, and what `guanxi doctor` looks at."""

from collections.abc import Iterator
from typing import Any, Final

from app.gates.lint import Lint
from app.gates.rights import wrong_overlooking, wrong_policies, wrong_rights, wrong_tables
from app.gates.roles import ROLE_LINTS
from app.gates.tables import TABLE_LINTS
from app.registry import workspace_tables

LINTS: Final[tuple[Lint, ...]] = (*TABLE_LINTS, *ROLE_LINTS)
COMPARISONS: Final = {
    "models are tables, and a table without a tenant_id has its reason": wrong_tables,
    "every workspace's table has its policy, and no other but those for reading": wrong_policies,
    "the app role has the declared rights, and no others": wrong_rights,
    "the operator's role reads the named columns of workspaces' tables": wrong_overlooking,
}


async def offenders(connection: Any, lint: Lint) -> list[str]:
    """What breaks a lint, by name."""
    args = [workspace_tables()] if lint.tables else []
    return sorted(row[0] for row in await connection.fetch(lint.sql, *args))


async def violations(connection: Any) -> dict[str, list[str]]:
    """Every sentence that does not hold, and what breaks it; empty for a sound database."""
    found = {lint.says: await offenders(connection, lint) for lint in LINTS}
    for says, compare in COMPARISONS.items():
        found[says] = await compare(connection)
    return {says: names for says, names in found.items() if names}


def sentences() -> Iterator[str]:
    """Everything that is looked at."""
    yield from (lint.says for lint in LINTS)
    yield from COMPARISONS
