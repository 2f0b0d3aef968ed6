"""The embedded database starts anywhere, survives kills, and asks for its password."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from kernel import embedded_cluster
from kernel.embedded import EmbeddedError, EmbeddedPostgres

STARTER = """
import sys, time
from pathlib import Path
from kernel.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "data"
    EmbeddedPostgres(tmp_path / "data").destroy()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    server = EmbeddedPostgres(tmp_path_factory.mktemp("embedded") / "data", durable=False)
    yield server
    server.destroy()


@pytest.fixture
def server(shared):
    """A running server; a test may stop it, the next one starts it again."""
    shared.start()
    return shared


async def ask(dsn, question):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_what_was_written_is_there_after_a_restart_at_the_same_address(server):
    await ask(server.dsn, "CREATE TABLE visit AS SELECT 42 AS pumps")
    before = server.dsn
    server.stop()
    assert server.start() == before
    assert await ask(server.dsn, "SELECT pumps FROM visit") == 42


async def test_a_killed_server_starts_again_with_all_that_was_committed(folder):
    with EmbeddedPostgres(folder) as server:
        await ask(server.dsn, "CREATE TABLE visit AS SELECT 42 AS pumps")
        os.kill(server.pid, signal.SIGKILL)
        await asyncio.to_thread(os.waitid, os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
        assert await ask(server.start(), "SELECT pumps FROM visit") == 42


async def test_nobody_enters_without_the_password(server):
    host = server.dsn.partition("@")[2]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:guess@{host}")
    assert await ask(server.dsn, "SHOW unix_socket_directories") == ""
    assert await ask(server.dsn, "SHOW listen_addresses") == "127.0.0.1"
    private = server.data_dir / "postgres.password"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


async def test_it_plans_for_each_workspace_and_knows_vectors(server):
    assert await ask(server.dsn, "SHOW plan_cache_mode") == "force_custom_plan"
    assert await ask(server.dsn, "SELECT lower('ÄÖ华')") == "äö华"
    await ask(server.dsn, "CREATE EXTENSION vector")
    assert await ask(server.dsn, "SELECT '[3,4]'::vector(2) <-> '[0,0]'") == 5


async def test_only_tests_give_up_durability(folder):
    with EmbeddedPostgres(folder) as durable:
        assert await ask(durable.dsn, "SHOW fsync") == "on"


def test_it_never_runs_as_root(server):
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_a_second_supervisor_is_told_who_holds_the_folder(server):
    with pytest.raises(EmbeddedError, match=f"{os.getpid()}.*--data"):
        EmbeddedPostgres(server.data_dir).start()
    assert server.alive


def test_the_server_ends_with_a_killed_parent(folder):
    with starter(folder) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    give_up = time.monotonic() + 20
    while alive(pid) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not alive(pid)


def test_a_leftover_server_is_replaced(folder):
    with starter(folder) as parent:
        pid = int(parent.stdout.readline())
        # Its watcher is gone too: nothing asks the server to stop but the next start.
        os.kill(watcher_of(parent.pid, pid), signal.SIGKILL)
        parent.kill()
        parent.wait()
    assert alive(pid)
    with EmbeddedPostgres(folder, durable=False) as server:
        assert not alive(pid)
        assert server.alive


def test_a_stale_note_of_another_process_is_not_believed(server):
    server.stop()
    note = server.data_dir.joinpath("postgres", "cluster", "postmaster.pid")
    note.write_text(f"{os.getpid()}\n")
    server.start()
    assert server.alive


def test_data_of_another_major_version_is_refused_with_the_way_out(server):
    server.stop()
    version = server.data_dir / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(EmbeddedError, match="GUANXI_PG_BIN"):
        server.start()
    version.write_text("18\n")


def test_an_interrupted_first_start_begins_anew(server):
    server.stop()
    cluster = server.data_dir / "postgres" / "cluster"
    cluster.rename(cluster.with_name("cluster.new"))
    server.start()
    assert server.alive


def test_a_destroyed_database_leaves_nothing_behind(server):
    home = server.data_dir.joinpath("postgres").resolve()
    server.destroy()
    assert not home.exists()
    assert not server.data_dir.joinpath("postgres").is_symlink()


def test_a_start_that_cannot_work_shows_the_log(server, monkeypatch):
    server.stop()
    monkeypatch.setitem(embedded_cluster.TUNING, "shared_buffers", "nonsense")
    with pytest.raises(EmbeddedError, match="shared_buffers"):
        server.start()


def starter(folder):
    return subprocess.Popen([sys.executable, "-c", STARTER, folder], stdout=subprocess.PIPE)


def watcher_of(parent, server):
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(int(child) for child in children if int(child) != server)
