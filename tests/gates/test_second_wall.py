"""Row-level security itself: what a server's role can do to another firm's rows in plain SQL."""

import asyncpg
import pytest
from cast import assemble
from planting import sum_of, tables

from kernel.database import Database, UnsafeRole

REFUSED = (asyncpg.InsufficientPrivilegeError,)


@pytest.fixture(scope="module")
async def cast(client, admin):
    cast = await assemble(client, admin)
    await cast.own.everything()
    await cast.other.everything()
    return cast


@pytest.fixture
async def inside(cast, dsn):
    """A server's role, bound to the first firm, that forgets to say so in its statements."""
    connection = await asyncpg.connect(dsn)
    await connection.transaction().start()
    await connection.execute("SELECT set_tenant($1)", cast.own.tenant_id)
    yield connection
    await connection.close()


async def tried(connection, sql, *args):
    """What came of it, or `None` where it was refused; the transaction goes on."""
    try:
        async with connection.transaction():
            return await connection.execute(sql, *args)
    except REFUSED:
        return None


@pytest.mark.parametrize("table", [table.name for table in tables()])
async def test_another_firms_rows_are_neither_seen_nor_changed(inside, cast, admin, table):
    mine, theirs = cast.own.tenant_id, cast.other.tenant_id
    before = await sum_of(admin, theirs)
    for sql in (
        f"SELECT 1 FROM {table} WHERE tenant_id <> $1",
        f"UPDATE {table} SET tenant_id = $1 WHERE tenant_id <> $1",
        f"DELETE FROM {table} WHERE tenant_id <> $1",
    ):
        assert await tried(inside, sql, mine) in {None, "SELECT 0", "UPDATE 0", "DELETE 0"}, sql
    assert await tried(inside, f"UPDATE {table} SET tenant_id = $1", theirs) is None
    assert await tried(inside, f"TRUNCATE {table} CASCADE") is None
    await inside.execute("COMMIT")
    assert await sum_of(admin, theirs) == before


@pytest.mark.parametrize("table", [table.name for table in tables()])
async def test_without_a_firm_there_are_no_rows(cast, dsn, table):
    connection = await asyncpg.connect(dsn)
    try:
        for sql in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}"):
            assert await tried(connection, sql) in {None, "SELECT 0", "DELETE 0"}
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tag (tenant_id, id, name) VALUES ($1, gen_random_uuid(), 'planted')",
        "INSERT INTO tag (tenant_id, id, name) SELECT $1, gen_random_uuid(), 'planted'",
        "INSERT INTO tag (tenant_id, id, name) VALUES ($1, gen_random_uuid(), '') RETURNING 1",
    ],
)
async def test_a_row_of_another_firm_is_not_written(inside, cast, sql):
    assert await tried(inside, sql, cast.other.tenant_id) is None


@pytest.mark.parametrize(
    "sql",
    [
        "SET row_security = off; SELECT count(*) FROM contact",
        "COPY contact FROM '/dev/null'",
        "SET ROLE guanxi_owner",
        "SET SESSION AUTHORIZATION guanxi_owner",
        "ALTER TABLE contact DISABLE ROW LEVEL SECURITY",
        "DROP POLICY contact_workspace ON contact",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT * FROM session",
        "UPDATE event SET action = 'x'",
        "DELETE FROM event",
    ],
)
async def test_a_servers_role_has_no_way_around_the_wall(inside, sql):
    with pytest.raises(REFUSED):
        await inside.execute(sql)


async def test_a_server_refuses_a_role_that_is_above_the_wall(admin_dsn, settings):
    with pytest.raises(UnsafeRole):
        await Database(admin_dsn).open()
