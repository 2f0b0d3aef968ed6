"""Migrations cut off, taken back and made again, and under a version that serves (F25 to F27)."""

import asyncio
import os
import signal
import sys
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from alembic import command
from upgrading import broken, promised

from app.gates.catalogue import violations
from app.registry import load_models
from app.schema import alembic, known_revisions, migrate, role_dsn
from kernel import rls
from kernel.database import Database
from search.evaluation.scratch import scratch_workspace

OLDEST_WITH_A_WAY_BACK = "0002"
# The newest revision of the version that serves while this one migrates.
SERVING = "0061"
SHAPE = """
SELECT 'column', table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
    || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname || ' '
    || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'policy', tablename || ' ' || policyname || ' ' || qual || ' '
    || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'public'
UNION ALL SELECT 'grant', relname || ' ' || relacl::text || relrowsecurity || relforcerowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
ROWS = "SELECT md5(string_agg(c::text, '|' ORDER BY c.id)) FROM chunk c"


@pytest.fixture
async def empty(admin_dsn, dsn, settings, tmp_path):
    """A database in which nothing was made yet."""
    name = f"half_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(f"CREATE DATABASE {name}")
    keys = tuple(settings.secret_keys_file.read_text().split())
    elsewhere = msgspec.structs.replace(settings, data_dir=tmp_path, secret_keys=keys)
    yield f"{admin_dsn.rpartition('/')[0]}/{name}", elsewhere
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


async def begin_to_migrate(address, settings):
    environment = os.environ | {
        "GUANXI_OWNER_DATABASE_URL": address,
        "GUANXI_DATABASE_URL": address,
        "GUANXI_DATA_DIR": str(settings.data_dir),
        "GUANXI_SECRET_KEYS": ",".join(settings.secret_keys),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "migrate", env=environment, start_new_session=True
    )


async def held_at(admin, child):
    """Wait until the migration is in the middle of its statements."""
    active = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename = 'guanxi_owner' AND xact_start IS NOT NULL"
    )
    for _look in range(2_000):
        if child.returncode is not None or await admin.fetchval(active):
            return
        await asyncio.sleep(0.01)


async def test_a_migration_that_was_killed_is_run_again(empty):
    address, settings = empty
    admin = await asyncpg.connect(address)
    for later in (0.0, 0.3):
        child = await begin_to_migrate(address, settings)
        await held_at(admin, child)
        await asyncio.sleep(later)
        os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
        assert await admin.fetchval("SELECT to_regclass('public.alembic_version') IS NULL")
    await migrate(address, settings)
    load_models()
    assert await violations(admin) == {}
    assert await admin.fetchval("SELECT version_num FROM alembic_version") == max(known_revisions())
    await admin.close()


async def test_there_and_back_and_there_again_is_the_same(other):
    admin = await asyncpg.connect(other.admin_dsn)
    database = Database(role_dsn(other.admin_dsn, rls.APP, other.settings), size=1)
    await database.open()
    async with scratch_workspace(database) as notes:
        await notes.load([(f"n{n}", "", f"note {n}") for n in range(30)])
        shape, rows = set(await admin.fetch(SHAPE)), await admin.fetchval(ROWS)
        back = alembic(other.admin_dsn, other.settings)
        await asyncio.to_thread(command.downgrade, back, SERVING)
        serving = await promised(admin)
        await asyncio.to_thread(command.downgrade, back, OLDEST_WITH_A_WAY_BACK)
        assert set(await admin.fetch(SHAPE)) != shape
        await migrate(other.admin_dsn, other.settings)
        again = set(await admin.fetch(SHAPE))
        assert again ^ shape == set()
        assert await admin.fetchval(ROWS) == rows
        assert broken(serving, await promised(admin)) == []
    await database.close()
    await admin.close()


async def test_what_a_serving_version_could_not_survive_is_noticed(other):
    admin = await asyncpg.connect(other.admin_dsn)
    before = await promised(admin)
    await admin.execute(
        """
        ALTER TABLE contact ADD COLUMN taste text NOT NULL;
        ALTER TABLE contact DROP COLUMN job_title;
        ALTER TABLE company ADD CHECK (name <> 'Nobody');
        CREATE UNIQUE INDEX ON task (tenant_id, title);
        ALTER TABLE tag DROP CONSTRAINT pk_tag CASCADE;
        REVOKE UPDATE ON tag FROM guanxi_app;
        """
    )
    assert broken(before, await promised(admin)) == [
        "company demands CHECK ((name <> 'Nobody'::text))",
        "contact.job_title is gone or of another type",
        "contact.taste must be said",
        "tag is not unique by btree (tenant_id, id)",
        "tag: guanxi_app may UPDATE no more",
        "task demands btree (tenant_id, title)",
    ]
    await admin.close()
