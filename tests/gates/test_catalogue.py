import asyncio

import asyncpg
import pytest
from alembic import command

from app import schema
from app.gates import catalogue
from app.gates.rights import bare
from kernel import rls


@pytest.mark.parametrize("lint", catalogue.LINTS, ids=lambda lint: lint.says.replace(" ", "_"))
async def test_in_the_database(admin, lint):
    assert await catalogue.offenders(admin, lint) == [], lint.says


@pytest.mark.parametrize(
    ("says", "compare"),
    catalogue.COMPARISONS.items(),
    ids=[says.replace(" ", "_") for says in catalogue.COMPARISONS],
)
async def test_in_the_declarations(admin, says, compare):
    assert await compare(admin) == [], says


async def test_the_doctor_sees_the_same_as_the_servers_role(dsn, admin):
    connection = await asyncpg.connect(dsn)
    try:
        assert await catalogue.violations(connection) == {}
    finally:
        await connection.close()


@pytest.mark.filterwarnings("ignore:Did not recognize type 'vector'")
async def test_the_migrations_lead_to_the_models(admin_dsn, dsn, settings):
    await asyncio.to_thread(command.check, schema.alembic(admin_dsn, settings))


async def test_a_policy_reads_as_postgresql_prints_it(admin):
    async with _undone(admin):
        await admin.execute("CREATE TABLE probe (tenant_id uuid)")
        await admin.execute(f"CREATE POLICY p ON probe USING ({rls.POLICY})")
        printed = await admin.fetchval("SELECT qual FROM pg_policies WHERE tablename = 'probe'")
    assert bare(printed) == bare(rls.POLICY)


BREAKAGES = {
    "forced": "ALTER TABLE contact NO FORCE ROW LEVEL SECURITY",
    "walled": "CREATE TABLE stray (tenant_id uuid PRIMARY KEY)",
    "keys_start": "CREATE INDEX stray ON contact (updated_at)",
    # Emptied first: a workspace restored beside itself has the same identifiers twice.
    "foreign_keys": "TRUNCATE tag CASCADE; ALTER TABLE tag ADD UNIQUE (id); "
    "ALTER TABLE contact ADD CONSTRAINT stray FOREIGN KEY (id) REFERENCES tag (id) NOT VALID",
    "set_null": "ALTER TABLE contact ADD CONSTRAINT stray FOREIGN KEY (tenant_id, id) "
    "REFERENCES company (tenant_id, id) ON DELETE SET NULL NOT VALID",
    "triggers": "CREATE TRIGGER stray BEFORE UPDATE ON contact FOR EACH ROW "
    "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "sequences": "ALTER TABLE contact ADD COLUMN stray bigint GENERATED ALWAYS AS IDENTITY",
    "definers": "CREATE FUNCTION stray() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "definers_public": "GRANT EXECUTE ON FUNCTION auth_lookup(bytea, text) TO PUBLIC",
    "views": "CREATE VIEW stray AS SELECT * FROM contact",
    "dangerous_grants": "GRANT TRUNCATE ON contact TO guanxi_app",
    "public_grants": "GRANT SELECT ON contact TO PUBLIC",
    "role_attributes": "ALTER ROLE guanxi_app BYPASSRLS",
    "membership": "GRANT guanxi_owner TO guanxi_worker",
    "ownership": "ALTER TABLE contact OWNER TO guanxi_app",
    "partitions": "GRANT SELECT ON search_term_p0 TO guanxi_app",
    "types": "ALTER TABLE contact ADD COLUMN stray numeric",
}


@pytest.mark.parametrize("name", BREAKAGES)
async def test_a_lint_bites(admin, name):
    lint = next(lint for lint in catalogue.LINTS if lint.name == name)
    async with _undone(admin):
        await admin.execute(BREAKAGES[name])
        assert await catalogue.offenders(admin, lint) != []


@pytest.mark.parametrize(
    "breakage",
    [
        "DROP POLICY contact_workspace ON contact",
        "ALTER POLICY contact_workspace ON contact WITH CHECK (true)",
        "CREATE POLICY stray ON contact FOR SELECT USING (true)",
        "GRANT UPDATE ON event TO guanxi_app",
        "GRANT SELECT (token_hash) ON session TO guanxi_app",
        "CREATE TABLE stray (id uuid PRIMARY KEY)",
    ],
)
async def test_a_comparison_bites(admin, breakage):
    async with _undone(admin):
        await admin.execute(breakage)
        assert await catalogue.violations(admin) != {}


class _undone:  # noqa: N801 -- reads as a word
    """A transaction that never happened."""

    def __init__(self, connection):
        self.transaction = connection.transaction()

    async def __aenter__(self):
        await self.transaction.start()

    async def __aexit__(self, *_error):
        await self.transaction.rollback()
