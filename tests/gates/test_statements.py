"""Every statement names its workspace, on every alias: and the lint that hears them bites."""

from uuid import uuid4

import pytest
from statements import statement

from kernel.transaction import UnitOfWork

WRONG = {
    "no workspace": "SELECT id FROM contact WHERE id = $1",
    "another table's workspace": "SELECT 1 FROM contact c JOIN company o ON o.id = c.id "
    "WHERE c.tenant_id = $1",
    "equality is not a value": "SELECT 1 FROM contact c JOIN company o "
    "ON o.tenant_id = c.tenant_id WHERE c.tenant_id = $1",
    "either": "SELECT id FROM contact WHERE tenant_id = $1 OR id = $2",
    "not": "SELECT id FROM contact WHERE NOT tenant_id = $1",
    "another": "SELECT id FROM contact WHERE tenant_id <> $1",
    "in a sub-select": "SELECT (SELECT count(*) FROM contact) FROM company WHERE tenant_id = $1",
    "in a CTE": "WITH c AS (SELECT id FROM contact) SELECT id FROM company WHERE tenant_id = $1",
    "in half of a union": "SELECT id FROM contact WHERE tenant_id = $1 "
    "UNION ALL SELECT id FROM company",
    "on the wrong side of a join": "SELECT 1 FROM contact c LEFT JOIN company o "
    "ON o.tenant_id = $1 AND c.tenant_id = $1",
    "a literal": "SELECT id FROM contact WHERE tenant_id = '0192f0a0-0000-7000-8000-000000000001'",
    "an update": "UPDATE contact SET name = $2 WHERE id = $1",
    "a deletion": "DELETE FROM contact c USING company o WHERE c.tenant_id = $1 AND o.id = c.id",
    "a lock": "SELECT id FROM record WHERE id = ANY($1) FOR UPDATE",
    "an insert without": "INSERT INTO tag (id, name) VALUES ($1, $2)",
    "an insert of a default": "INSERT INTO tag (tenant_id, id) VALUES (DEFAULT, $1)",
    "a second row of a literal": "INSERT INTO tag (tenant_id, id) VALUES ($1, $2), (now(), $3)",
    "a bare insert from a select": "INSERT INTO tag (tenant_id, id) SELECT $1, u FROM unnest($2) u",
    "a page in another order": "SELECT id FROM contact a WHERE a.tenant_id = $1 "
    "ORDER BY a.id LIMIT 5",
}
RIGHT = [
    "SELECT id FROM contact WHERE tenant_id = $1::uuid AND id = $2",
    "SELECT 1 FROM contact c LEFT JOIN company o ON o.tenant_id = $1 WHERE $1 = c.tenant_id",
    "WITH contact AS (SELECT 1 AS id) SELECT id FROM contact",
    "INSERT INTO tag (tenant_id, id) SELECT $1, u FROM unnest($2) u ON CONFLICT DO NOTHING",
    "INSERT INTO tag (tenant_id) SELECT g.tenant_id FROM link g WHERE g.tenant_id = $1 RETURNING 1",
    "UPDATE contact c SET name = o.name FROM company o WHERE c.tenant_id = $1 AND o.tenant_id = $1",
    "SELECT id FROM contact a WHERE a.tenant_id = $1 ORDER BY a.tenant_id, a.id LIMIT 5",
    "SELECT id FROM person WHERE email = $1",
]


@pytest.mark.parametrize("name", WRONG)
def test_a_statement_that_forgets_its_workspace_is_noticed(name):
    assert statement(WRONG[name]).faults


@pytest.mark.parametrize("sql", RIGHT)
def test_a_statement_that_names_it_everywhere_passes(sql):
    assert statement(sql).faults == []


async def test_the_ear_hears_what_a_unit_of_work_says(acme, database, ear):
    uow, mine = await UnitOfWork(database).begin_outside(), uuid4()
    await uow.fetch("SELECT c.id FROM contact c")
    await uow.fetch("SELECT 1 FROM tag t JOIN tagging g ON g.tenant_id = $1 WHERE t.tenant_id = $2",
                    mine, uuid4())  # fmt: skip
    await uow.finish(commit=False)
    await acme.get("companies")
    wrong = ear.faults()
    assert [fault.partition(":")[0] for fault in wrong] == [
        "contact c",
        "two workspaces in one statement",
    ]
    assert len(ear.heard) > 10
