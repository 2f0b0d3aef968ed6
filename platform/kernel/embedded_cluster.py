"""The files of the embedded database: made once, checked at every start."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from kernel import embedded_binaries as binaries
from kernel import embedded_process as processes

SUPERUSER = "postgres"
STOP_SECONDS = 30.0
FIRST_WITH_BUILTIN_LOCALE = 17

TUNING = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # Statistics are of all workspaces: a generic plan is another workspace's plan.
    "plan_cache_mode": "force_custom_plan",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # Values that people typed stay out of the log.
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(Exception):
    """The embedded database cannot start; the message says why and what to do."""


def create(
    account: processes.Account | None,
    programs: Path,
    home: Path,
    password_file: Path,
    *,
    durable: bool,
) -> None:
    """A half-made cluster of an interrupted first start is made anew."""
    draft = home / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password = secrets.token_urlsafe(32)
    _write_private(password_file, password)
    handed = home / "password"
    _write_private(handed, password)
    if account is not None:
        os.chown(draft, *account)
        os.chown(handed, *account)
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(
        [
            programs / "initdb",
            *("-D", draft, "-U", SUPERUSER, "--pwfile", handed),
            *("--auth-host=scram-sha-256", "--auth-local=reject"),
            *("--encoding=UTF8", "--locale=C"),
            *([] if durable else ["--no-sync"]),
            *(builtin if binaries.major_version(programs) >= FIRST_WITH_BUILTIN_LOCALE else []),
        ],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **processes.options(account, home),
    )
    handed.unlink()
    if done.returncode != 0:
        raise EmbeddedError(f"The database could not be created:\n{done.stdout}")
    draft.rename(home / "cluster")


def check_version(programs: Path, cluster: Path) -> None:
    made_by = int((cluster / "PG_VERSION").read_text())
    ours = binaries.major_version(programs)
    if made_by != ours:
        raise EmbeddedError(
            f"The data was made by PostgreSQL {made_by} and the programs are {ours}."
            " Set GUANXI_PG_BIN to the older ones, back up, and restore into a new folder."
        )


def end_leftover(cluster: Path) -> None:
    """A server that outlived a killed parent is stopped; a stale note of one is removed."""
    note = cluster / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if not processes.is_postgres_of(pid, cluster):
        note.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while processes.is_postgres_of(pid, cluster):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            deadline += STOP_SECONDS
        time.sleep(0.05)


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
