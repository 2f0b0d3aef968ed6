"""Each process connects as its own role."""

import asyncpg
import pytest

from app.databases import addresses, server_dsn
from kernel import rls
from kernel.settings import Misconfigured, load


def test_an_address_with_a_user_is_taken_as_it_stands():
    named = "postgresql://someone:secret@db:5432/guanxi"
    assert server_dsn(load({}, database_url=named)) == named


def test_a_server_without_an_address_is_told_what_to_set():
    with pytest.raises(Misconfigured, match="GUANXI_DATABASE_URL"):
        server_dsn(load({}))


@pytest.mark.parametrize("role", [rls.APP, rls.WORKER])
async def test_an_address_without_a_user_is_entered_as_the_servers_own_role(
    admin_dsn, dsn, settings, role
):
    bare = f"postgresql://{admin_dsn.partition('@')[2]}"
    told = load({}, data_dir=settings.data_dir, database_url=bare)
    connection = await asyncpg.connect(server_dsn(told, role))
    try:
        assert await connection.fetchval("SELECT current_user") == role
    finally:
        await connection.close()


def test_no_server_gets_the_administrators_password(admin_dsn, settings):
    secret = admin_dsn.partition("@")[0].rpartition(":")[2]
    given = addresses(admin_dsn, settings)
    assert secret not in given.app + given.worker + given.restore
