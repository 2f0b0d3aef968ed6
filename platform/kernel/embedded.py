"""PostgreSQL without installing it: our own server process on the bundled programs."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kernel import embedded_binaries as binaries
from kernel import embedded_cluster as clusters
from kernel import embedded_process as processes
from kernel.embedded_cluster import (
    NOT_DURABLE,
    STOP_SECONDS,
    SUPERUSER,
    TUNING,
    EmbeddedError,
)

__all__ = ["EmbeddedError", "EmbeddedPostgres"]

START_SECONDS = 60.0
RETRY_SECONDS = 20.0
LOG_BYTES = 10_000_000
STATUS_LINE = 7
# A killed server's children hold its memory for a moment; the next start must outwait them.
PASSING = ("shared memory", "is another postmaster", "could not bind", "Address already in use")
ELSEWHERE = Path("/var/lib/guanxi")
# Ends the server if we are killed: the pipe that it reads closes with us.
WATCHER = 'read _; kill -INT "$1"'


class EmbeddedPostgres:
    """One server for one data folder; `start` again after its process was killed mends it."""

    def __init__(self, data_dir: Path, *, durable: bool = True, pg_bin: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self.pg_bin = pg_bin
        self.port = 0
        self._server: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def start(self) -> str:
        """Start the server unless it runs; answer its superuser's address."""
        if self.alive:
            return self.dsn
        self._take_lock()
        try:
            home = self._home()
            account = processes.account_for(home / "cluster")
            programs = self._programs(account, home)
            if not (home / "cluster").exists():
                password = self.data_dir / "postgres.password"
                clusters.create(account, programs, home, password, durable=self.durable)
            clusters.check_version(programs, home / "cluster")
            clusters.end_leftover(home / "cluster")
            self._run(account, programs, home)
        except BaseException:
            self.stop()
            raise
        return self.dsn

    def stop(self) -> None:
        """Stop as `pg_ctl -m fast` does: sessions are ended, what is committed is on disk."""
        server, self._server = self._server, None
        if server is not None:
            _end(server)
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.kill()
            watcher.communicate()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def destroy(self) -> None:
        """Stop, and delete the database, which may lie outside the data folder."""
        self.stop()
        home = self.data_dir / "postgres"
        shutil.rmtree(home.resolve(), ignore_errors=True)
        home.unlink(missing_ok=True)

    @property
    def alive(self) -> bool:
        return self._server is not None and self._server.poll() is None

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server is not None else None

    @property
    def dsn(self) -> str:
        password = (self.data_dir / "postgres.password").read_text().strip()
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        lock = (self.data_dir / "postgres.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise EmbeddedError(
                f"Another process ({holder}) already runs the database in {self.data_dir}."
                " Stop it, or choose another folder with --data."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def _home(self) -> Path:
        """The database's folder: in the data folder, or where an ordinary user can go."""
        home = self.data_dir / "postgres"
        if home.exists():
            return self._entered(home.resolve())
        if home.is_symlink():
            raise EmbeddedError(f"{home} points to a folder that is gone: restore a backup.")
        account = processes.account_for(home / "cluster")
        if account is not None:
            self._open_door(account)
        if processes.can_enter(account, self.data_dir):
            home.mkdir()
            return home
        ELSEWHERE.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="postgres-", dir=ELSEWHERE))
        place.chmod(0o755)
        home.symlink_to(place)
        return place

    def _entered(self, home: Path) -> Path:
        account = processes.account_for(home / "cluster")
        if account is not None and not processes.can_enter(account, home):
            self._open_door(account)
        if processes.can_enter(account, home):
            return home
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and an ordinary user cannot enter {home}:"
            " move the data folder, or let its parents be entered (chmod o+x)."
        )

    def _open_door(self, account: processes.Account) -> None:
        """A folder that we made for ourselves lets the server pass through, not look around."""
        if not processes.can_enter(account, self.data_dir):
            self.data_dir.chmod(self.data_dir.stat().st_mode | 0o011)

    def _programs(self, account: processes.Account | None, home: Path) -> Path:
        folder = binaries.find(self.pg_bin)
        if processes.can(account, [folder / "postgres", "--version"]):
            return folder
        if self.pg_bin is None:
            return binaries.copy(folder, home)
        raise EmbeddedError(f"An ordinary user cannot run {folder}: move it or allow reading it.")

    def _run(self, account: processes.Account | None, programs: Path, home: Path) -> None:
        cluster = home / "cluster"
        give_up = time.monotonic() + RETRY_SECONDS
        while True:
            self.port = self._free_port()
            offset = self._start_log()
            self._spawn(account, programs, cluster)
            if self._wait_until_ready(cluster):
                return
            said = self.log.read_bytes()[offset:].decode(errors="replace")
            if time.monotonic() > give_up or not any(phrase in said for phrase in PASSING):
                raise EmbeddedError(f"The database did not start; its log {self.log} says:\n{said}")
            time.sleep(0.2)

    def _spawn(self, account: processes.Account | None, programs: Path, cluster: Path) -> None:
        tuning = TUNING | {"port": str(self.port)} | ({} if self.durable else NOT_DURABLE)
        settings = [word for name, value in tuning.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            # Its own session: Ctrl-C in the terminal is ours to handle, in our order.
            self._server = subprocess.Popen(
                [programs / "postgres", "-D", cluster, *settings],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **processes.options(account, cluster),
            )
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.communicate()
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", WATCHER, "sh", str(self._server.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _wait_until_ready(self, cluster: Path) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self.alive and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                note = (cluster / "postmaster.pid").read_text().split("\n")
                ours = note[0] == str(self.pid)
                if ours and len(note) > STATUS_LINE and note[STATUS_LINE].strip() == "ready":
                    return True
            time.sleep(0.02)
        return False

    def _free_port(self) -> int:
        """The port of last time, so that addresses noted down still work; else a free one."""
        note = self.data_dir / "postgres.port"
        wanted = int(note.read_text()) if note.exists() else 0
        for port in (wanted, 0):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with contextlib.suppress(OSError):
                    probe.bind(("127.0.0.1", port))
                    chosen = int(probe.getsockname()[1])
                    note.write_text(f"{chosen}\n")
                    return chosen
        raise EmbeddedError("No free port on 127.0.0.1.")

    def _start_log(self) -> int:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.stat().st_size if self.log.exists() else 0


def _end(server: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
            return
