"""A second deployment on the same server."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from app.schema import migrate, role_dsn
from kernel import rls


class Other:
    """Another deployment: its own database, its own folder, the same keys."""

    def __init__(self, admin_dsn, settings):
        self.admin_dsn = admin_dsn
        self.settings = settings
        self.restore_dsn = role_dsn(admin_dsn, rls.RESTORE, settings)


@pytest.fixture
async def other(admin_dsn, dsn, settings, tmp_path) -> AsyncIterator[Other]:
    name = f"other_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(admin_dsn)
    await admin.execute(f"CREATE DATABASE {name}")
    address = f"{admin_dsn.rpartition('/')[0]}/{name}"
    keys = tuple(settings.secret_keys_file.read_text().split())
    elsewhere = msgspec.structs.replace(settings, data_dir=tmp_path / "other", secret_keys=keys)
    try:
        await migrate(address, elsewhere)
        yield Other(address, elsewhere)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
def restore_dsn(admin_dsn, dsn, settings) -> str:
    return role_dsn(admin_dsn, rls.RESTORE, settings)
