"""The whole product in a folder that is thrown away, to be mistreated."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx

from app import schema
from app.databases import Addresses, addresses
from kernel.embedded import EmbeddedPostgres
from kernel.settings import Settings

PARTS: Final = ("web", "worker", "postgres")
READY_SECONDS: Final = 60.0
STOP_SECONDS: Final = 35.0
_COMMANDS: Final = {"web": ["serve"], "worker": ["worker"]}


class DidNotStart(RuntimeError):
    """The product was not ready in time; its log is in the message."""


class Product:
    """Web, worker and PostgreSQL as processes of their own, each restarted as in earnest."""

    def __init__(self, settings: Settings, server: EmbeddedPostgres) -> None:
        self.settings = settings
        self.server = server
        self.addresses: Addresses = addresses(server.dsn, settings)
        self.log = settings.data_dir / "processes.log"
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def start(self, part: str) -> None:
        """Start a part, after whatever a killed one left behind."""
        if part == "postgres":
            self.server.start()
            return
        dsn = self.addresses.app if part == "web" else self.addresses.worker
        environment = os.environ | {
            "GUANXI_DATABASE_URL": dsn,
            "GUANXI_DATA_DIR": str(self.settings.data_dir),
            "GUANXI_BASE_URL": self.url,
            "GUANXI_HOST": "127.0.0.1",
            "GUANXI_PORT": str(self.settings.port),
            "GUANXI_BILLING": "on",
            "GUANXI_WEB_WORKERS": str(self.settings.web_workers),
        }
        with self.log.open("ab") as log:
            self._children[part] = subprocess.Popen(
                [sys.executable, "-m", "app", *_COMMANDS[part]],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, part: str) -> None:
        """SIGKILL, with all that it started, as when the machine takes it."""
        if part == "postgres":
            if self.server.pid is not None:
                os.kill(self.server.pid, signal.SIGKILL)
            while self.server.alive:
                time.sleep(0.01)
            return
        child = self._children[part]
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def tend(self) -> None:
        """Bring back what ended by itself, as the supervisor does."""
        for part, child in list(self._children.items()):
            if child.poll() is not None:
                self.start(part)

    def ask_to_stop(self, part: str) -> subprocess.Popen[bytes]:
        """SIGTERM; the process, to wait for."""
        child = self._children[part]
        child.terminate()
        return child

    def tell(self, part: str, sign: signal.Signals) -> None:
        """Send a signal to a part."""
        self._children[part].send_signal(sign)

    def ready(self) -> bool:
        """Whether /ready says so."""
        try:
            return httpx.get(f"{self.url}/ready", timeout=3).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def live(self, seconds: float) -> None:
        """Let some time pass."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.tend()
            time.sleep(min(0.2, seconds))

    def wait_until_ready(self) -> float:
        """Seconds until it could serve; a part that gave up meanwhile is started again."""
        began = time.monotonic()
        while not self.ready():
            if time.monotonic() - began > READY_SECONDS:
                raise DidNotStart(self.log.read_text(errors="replace")[-3000:])
            self.tend()
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        """The end of the drill."""
        for part in list(self._children):
            child = self.ask_to_stop(part)
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


@contextmanager
def running(settings: Settings) -> Iterator[Product]:
    """A migrated, running product in the settings' data folder; stopped at the end."""
    with EmbeddedPostgres(settings.data_dir, pg_bin=settings.pg_bin) as server:
        asyncio.run(schema.migrate(server.dsn, settings))
        product = Product(settings, server)
        try:
            for part in ("web", "worker"):
                product.start(part)
            product.wait_until_ready()
            yield product
        finally:
            product.stop()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
