"""Children that belong together: started in order, restarted when they die, stopped as one."""

import contextlib
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType
from typing import Final

import rich_click as click

from kernel.settings import Settings

STOP_SECONDS: Final = 35.0
READY_SECONDS: Final = 60.0
FAST_DEATH: Final = 2.0
FAST_DEATHS: Final = 5


class Supervisor:
    """One tree of processes; Ctrl-C and SIGTERM stop all of it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._commands: dict[str, tuple[list[str], str]] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._deaths: dict[str, int] = {}
        self.stopping = False
        signal.signal(signal.SIGTERM, self._told)
        signal.signal(signal.SIGINT, self._told)

    def start(self, name: str, arguments: list[str], dsn: str) -> None:
        """Start (and from now on keep) a child; it finds its database by the environment."""
        self._commands[name] = (arguments, dsn)
        environment = os.environ | {
            "GUANXI_DATABASE_URL": dsn,
            "GUANXI_DATA_DIR": str(self._settings.data_dir),
            "GUANXI_BASE_URL": self._settings.url,
            "GUANXI_HOST": self._settings.host,
            "GUANXI_PORT": str(self._settings.port),
        }
        # A session of its own: Ctrl-C reaches us alone, and we decide the order of the end.
        self._children[name] = subprocess.Popen(
            [sys.executable, "-m", "app", *arguments], env=environment, start_new_session=True
        )
        self._started[name] = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether every child runs."""
        return all(child.poll() is None for child in self._children.values())

    def watch(self, keep: Callable[[], object] = bool) -> None:
        """Until told to stop: bring back what dies, unless it dies at once again and again.

        `keep` starts the database again where that is ours and has died.
        """
        while not self.stopping:
            time.sleep(0.2)
            keep()
            for name, child in list(self._children.items()):
                if child.poll() is not None and not self.stopping:
                    self._bring_back(name)

    def _bring_back(self, name: str) -> None:
        quick = time.monotonic() - self._started[name] < FAST_DEATH
        self._deaths[name] = self._deaths.get(name, 0) + 1 if quick else 1
        if self._deaths[name] >= FAST_DEATHS:
            message = f"The {name} process ends as soon as it starts; see the lines above."
            raise click.ClickException(message)
        click.echo(f"The {name} process ended; starting it again.", err=True)
        # What it had started would otherwise go on listening in its place.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._children[name].pid, signal.SIGKILL)
        self.start(name, *self._commands[name])

    def stop(self) -> None:
        """Let each finish what it does; the worker last, so that no job is left waiting."""
        self.stopping = True
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def _told(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True


def wait_until_ready(settings: Settings, supervisor: Supervisor) -> bool:
    """Until /ready says so; False when told to stop before that."""
    scheme = "https" if settings.secure else "http"
    url = f"{scheme}://127.0.0.1:{settings.port}/ready"
    trust = ssl.create_default_context()
    trust.check_hostname = False
    trust.verify_mode = ssl.CERT_NONE  # our own certificate, on our own loopback
    deadline = time.monotonic() + READY_SECONDS
    while not supervisor.stopping:
        try:
            with urllib.request.urlopen(url, timeout=2, context=trust):  # noqa: S310 -- loopback
                return True
        except (urllib.error.URLError, OSError):
            if not supervisor.alive or time.monotonic() > deadline:
                message = "The product did not start; see the lines above."
                raise click.ClickException(message) from None
            time.sleep(0.1)
    return False
