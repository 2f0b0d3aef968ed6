"""Behind PgBouncer in transaction mode, all on one connection of the server."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import msgspec
import pytest
from browsing import free_port
from world import open_workspace

from app.main import create_app
from kernel.settings import Settings

SET = "SELECT current_setting('app.tenant_id', true)"


@pytest.fixture(scope="module")
def bouncer(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application's database, by way of PgBouncer."""
    server, port = urlsplit(dsn), free_port()
    folder = tmp_path_factory.mktemp("bouncer")
    for parent in (folder, folder.parent, folder.parent.parent):
        parent.chmod(0o755)
    (folder / "users.txt").write_text(f'"{server.username}" "{server.password}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={server.hostname} port={server.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = plain\nauth_file = {folder}/users.txt\npool_mode = transaction\n"
        "default_pool_size = 1\nignore_startup_parameters = extra_float_digits\n"
    )
    # It refuses to run as root.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen(["pgbouncer", "-q", *user, str(folder / "pgbouncer.ini")]) as process:
        _wait(port)
        login = server.netloc.rpartition("@")[0]
        yield urlunsplit(server._replace(netloc=f"{login}@127.0.0.1:{port}"))
        process.terminate()


def _wait(port: int) -> None:
    for _try in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture
async def behind(bouncer: str, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The application, as a deployment runs it there."""
    told = msgspec.structs.replace(settings, statement_cache_size=0, database_pool_size=4)
    app: Any = create_app(told, bouncer)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.inner.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_two_firms_on_one_connection_see_their_own_alone(behind, bouncer):
    firms = [await open_workspace(behind, name) for name in ("Acme", "Globex")]

    async def day(firm: Any, number: int) -> list[str]:
        await firm.create("companies", name=f"{firm.slug} {number}")
        return [row["name"] for row in (await firm.get("companies"))["items"]]

    days = [day(firm, number) for number in range(10) for firm in firms]
    for place, names in enumerate(await asyncio.gather(*days)):
        assert names
        assert all(name.startswith(firms[place % 2].slug) for name in names)
    beside = await asyncpg.connect(bouncer, statement_cache_size=0)
    assert not await beside.fetchval(SET)
    assert await beside.fetchval("SELECT count(*) FROM company") == 0
    # What is set for a session is handed on with the connection: this is what must never happen.
    await beside.execute("SELECT set_config('app.tenant_id', $1, false)", firms[0].workspace_id)
    other = await asyncpg.connect(bouncer, statement_cache_size=0)
    assert await other.fetchval(SET) == firms[0].workspace_id
    await other.execute("RESET app.tenant_id")
    await asyncio.gather(beside.close(), other.close())
